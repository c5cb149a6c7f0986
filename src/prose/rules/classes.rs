//! Classes of words that patterns and rules name.

/// Words that patterns and rules name as `@class`.
pub(crate) const CLASSES: &[(&str, &str)] = &[
    ("found", "founded established created formed launched begun inaugurated instituted initiated born"),
    ("founding", "founding establishment creation formation inception foundation birth inauguration"),
    ("chair", "chairmanship chairship presidency chair leadership chairmanships presidencies"),
    ("chairman", "chair chairman chairwoman chairperson president head leader"),
    ("be", "is are was were be been being remains remain became becomes"),
    (
        "adverb",
        "formally officially first originally initially also now currently already jointly still again last actually only",
    ),
    ("conn", "are is were was include includes included including : , - ( namely viz being comprising like"),
    ("to", "of to in on at within with for from"),
    (
        "rank",
        "full permanent official formal accredited active founding fully current voting state so called new non voting approved ordinary",
    ),
    (
        "consist",
        "comprises comprise comprised comprising consists consist consisted consisting includes include included including composed",
    ),
    (
        "gain",
        "granted gained gaining received receiving got obtained obtaining awarded won given achieved secured attained acquired accorded gains receives gain receive",
    ),
    ("have", "have has had hold holds held having enjoy enjoys enjoyed retain retains possess possesses holding with"),
    (
        "admit",
        "admitted accepted welcomed admit accept welcome admits accepts welcomes added adds add admitting accepting welcoming approved granted",
    ),
    ("meeting", "meeting ministerial gathering session event summit ceremony conference meetings"),
    (
        "take",
        "assume assumes assumed assuming accept accepts accepted accepting receive receives received inherit inherits inherited take takes took taken taking succeed succeeds succeeded",
    ),
    (
        "hand",
        "hand hands handed handing pass passes passed passing transfer transfers transferred transferring relinquish relinquishes relinquished cede ceded cedes",
    ),
    ("hold", "hold holds held holding"),
    ("rotate", "rotates rotate rotating rotated rotation rotational"),
    ("include", "include including includes"),
    ("entered", "entered enters came comes into"),
    ("lead", "chairs chaired chair chairing lead leads led leading heads headed preside presides presided"),
    // What silences.
    ("observing", "observer observers"),
    (
        "unsure",
        "tentatively conditionally if could might would should whether unless perhaps possibly reportedly allegedly may",
    ),
    (
        "wish",
        "apply applied applies applying application applications applicant applicants bid bids seek seeks seeking sought hope hopes hoped hoping want wants wanted wish wishes wished propose proposed proposes proposal ask asked asks request requested requests consider considering considered aspire aspires aspiring candidate candidates candidacy lobbied lobbying campaign interested eager decide attempt attempts eligible invite invited potential pending prospective waiting awaiting await",
    ),
    (
        "denied",
        "deny denied denies reject rejected rejects refuse refused defer deferred defers postponed oppose opposed opposes opposing block blocked against not never no without nor neither none cannot lack lacks lost lose losing nt fail failed instead unlike except excluding",
    ),
    ("past", "former formerly ex previously once then hoc"),
    ("ahead", "will future incoming upcoming plan plans planned planning shall next"),
    ("about", "about around approximately nearly almost over roughly some than least most under up circa dozens"),
    ("new", "new further additional joined join"),
    (
        "deputy",
        "vice deputy former incoming outgoing previous ex next committee board group future elect acting honorary",
    ),
];
