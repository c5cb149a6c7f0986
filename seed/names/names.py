#!/usr/bin/env python3
"""Writes seed/alias.csv: the names of countries, in every language.

    npm install --prefix node cldr-core@48.2.0 cldr-localenames-full@48.2.0 i18n-iso-countries@7.14.0
    pip install pycountry==26.2.16
    python3 seed/names/names.py node/node_modules > alias.csv && mv alias.csv seed/

Besides the packages it reads party.csv and country.csv of the seed, alias.csv of the seed (the names of organisations,
of peoples and of parts of a country are kept as they are, and so are codes; other forms of the English names of
organisations are added), and two files beside this one:
  extras.csv     names that no package has: spellings in data sets, official names, former names, abbreviations
  decisions.csv  names shared by several countries or with something else: which country gets them, if any

Options:
  --seed FOLDER   where party.csv and country.csv are (default: seed)
  --fold COMMAND  the program that folds names to keys (default: arctic fold)
  --table         write name,iso3,kind,lang,key instead, sorted by key

The program compares names by their folded key; this script uses the key to keep one spelling of each name and to find
names that several countries share. A shared key that decisions.csv does not settle is an error.
Dropped silently: keys that lost most of their letters to folding, keys shorter than four letters (unless in extras.csv),
ISO codes, and names of regions and continents in any language.
"""
import argparse, csv, gettext, json, re, subprocess, sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
# A party gets its name in every language; other countries in their own, in languages with so many speakers, and in these:
MANY = 30_000_000
ALSO = set("be bg bs ca cs da el et eu fi fo ga gl he hr hu hy is ka kl lt lv mk mn nb nn no sk sl sq sr sv".split())
# iso-codes is translated by volunteers and most languages have errors; these are well maintained, and more for parties:
ISO_CODES = "ar ca cs da de el es et fi fr hu id is it ja ko lt lv nb nl pl pt pt-BR ru sk sl sv tr uk zh-CN zh-TW"
ISO_CODES_PARTIES = "af be bg bs cy eo eu ga gl he hy ka kk mk mn ms mt nn ro sq sr sr-Latn th vi"
I18N_BAD = {"dv"}  # i18n-iso-countries has these names at the wrong codes
SCRIPTS_BAD = {"en-Dsrt", "en-Shaw"}  # English in scripts that deunicode turns into other English words
ENGLISH = ["short", "official", "abbreviation", "former", "colloquial", "deprecated"]  # the order in which a spelling is preferred


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})  # spellings for keyboards without umlauts


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


class Candidates:
    """Every name found so far as (name, iso3, kind, lang); iso3 is empty if it names something other than a country.
    A name of kind `rare` is not written, it only counts as a claim."""

    def __init__(self, packages, seed):
        self.list, self.packages, self.who = [], packages, {}
        for table in ("party", "country"):
            for r in rows(seed / f"{table}.csv"):
                if r["iso3"]:
                    self.who[r["iso3"]] = (table, r)
        self.iso3 = {r["iso2"]: iso3 for iso3, (_, r) in self.who.items()}
        info = json.loads((packages / "cldr-core/supplemental/territoryInfo.json").read_text("utf-8"))
        self.speakers, self.official = Counter(), defaultdict(set)
        for iso2, t in info["supplemental"]["territoryInfo"].items():
            for lang, l in t.get("languagePopulation", {}).items():
                lang = lang.split("_")[0]
                self.speakers[lang] += float(t["_population"]) * float(l["_populationPercent"]) / 100
                if l.get("_officialStatus") in ("official", "de_facto_official"):
                    self.official[iso2].add(lang)

    def add(self, name, iso3, kind, lang):
        name = " ".join(name.split())
        if name:
            self.list.append((name, iso3, kind, lang))
            if article := article_of(name, lang.split("-")[0], iso3):
                apart = "" if article.endswith("'") else " "
                self.list.append((f"{article}{apart}{name}", iso3, kind, lang))
                self.list.append((f"{name} ({article})", iso3, kind, lang))
            if (m := TURNED.fullmatch(name)) and iso3 and self.who[iso3][0] == "party":
                self.list.append((f"{m[2]} ({m[1].strip()})", iso3, kind, lang))

    def translated(self, name, iso2, lang, kind="short"):
        """Adds a name from a package: English of this kind, an endonym, or a translation."""
        iso3, base = self.iso3.get(iso2, ""), lang.split("-")[0]
        spelt_out = name.translate(UMLAUTS)
        if base == "de" and spelt_out != name:
            self.translated(spelt_out, iso2, lang, "colloquial")
        if base == "en":
            self.add(name, iso3, kind, base)
        elif base in self.official[iso2]:
            self.add(name, iso3, "endonym", lang)
        elif self.speakers[base] >= MANY or base in ALSO or not iso3 or self.who[iso3][0] == "party":
            self.add(name, iso3, "translation", lang)
        else:
            self.add(name, iso3, "rare", lang)

    def seed(self):
        for iso3, (_, r) in self.who.items():
            self.add(r["name"], iso3, "short", "en")
            if r["official_name"]:
                self.add(r["official_name"], iso3, "official", "en")
            for name in [r["name"], r["official_name"]]:
                for other in english_forms(name):
                    self.add(other, iso3, "official" if " of" in other else "colloquial", "en")

    def extras(self, extras):
        for r in extras:
            self.add(r["name"], r["iso3"], r["kind"], r["lang"])
            if r["lang"] == "en" and r["kind"] in ("official", "former"):
                for other in english_forms(r["name"]):
                    self.add(other, r["iso3"], r["kind"], "en")

    def cldr(self):
        """Unicode CLDR: one name of each territory in each locale, and some alternatives (short, variant)."""
        for file in sorted((self.packages / "cldr-localenames-full/main").glob("*/territories.json")):
            lang = file.parent.name
            if lang in SCRIPTS_BAD:
                continue
            names = json.loads(file.read_text("utf-8"))["main"][lang]["localeDisplayNames"]["territories"]
            for code, name in names.items():
                iso2, _, alt = code.partition("-alt-")
                self.translated(name, iso2, lang, "colloquial" if alt else "short")

    def i18n(self):
        """i18n-iso-countries: one or more names of each country in some eighty languages."""
        for file in sorted((self.packages / "i18n-iso-countries/langs").glob("*.json")):
            if file.stem in I18N_BAD:
                continue
            for iso2, names in json.loads(file.read_text("utf-8"))["countries"].items():
                if iso2 in self.iso3:
                    for name in [names] if isinstance(names, str) else names:
                        self.translated(name, iso2, file.stem, "colloquial")

    def iso_codes(self):
        """iso-codes (in pycountry): ISO's names in English, and their translations."""
        import pycountry
        folder = Path(pycountry.LOCALES_DIR)
        locales = sorted(p.name for p in folder.iterdir() if (p / "LC_MESSAGES/iso3166-1.mo").exists())
        locales = [l for l in locales if bcp47(l) in (ISO_CODES + " " + ISO_CODES_PARTIES).split()]
        tongues = [(bcp47(l), gettext.translation("iso3166-1", folder, [l])) for l in locales]
        for c in pycountry.countries:
            for field in ("name", "common_name", "official_name"):
                text = getattr(c, field, None)
                if text and c.alpha_2 in self.iso3:
                    self.translated(text, c.alpha_2, "en", "official" if field != "common_name" else "short")
                    for lang, t in tongues:
                        for name in t.gettext(text).split("; ") if t.gettext(text) != text else []:
                            if lang in ISO_CODES.split() or self.who[self.iso3[c.alpha_2]][0] == "party":
                                self.translated(name, c.alpha_2, lang)
                            else:
                                self.add(name, c.alpha_3, "rare", lang)


def bcp47(locale):
    """`pt_BR` -> `pt-BR`, `sr@latin` -> `sr-Latn`"""
    locale, _, variant = locale.partition("@")
    return locale.replace("_", "-") + {"latin": "-Latn", "cyrillic": "-Cyrl", "valencia": "-valencia"}.get(variant, "")


FORM = "Republic|Kingdom|State|States|Commonwealth|Principality|Sultanate|Union|Duchy|Federation"
# French and Spanish formal names as lists sort them: `Danemark (Royaume du)`.
TURNED = re.compile(r"((?:République|Royaume|Fédération|República|Reino|Federación)(?: \w+)* (?:de |du |del |d'))(?!la |l')(\w.*)")
FORMAL = re.compile(rf"((?:[\w'’-]+ )*(?:{FORM})) of (?:the )?(.+)")


def english_forms(name):
    """Returns other English forms found in tables: `Korea, Rep.`, `St. Lucia`, `Cook Is.`, `Bosnia-Herzegovina`."""
    forms = {name}
    if m := FORMAL.fullmatch(name):
        forms |= {f"{m[2]}, {m[1]} of", f"{m[2]}, {m[1]}"}
    for long, short in (("Republic", "Rep."), ("Federal", "Fed."), ("Democratic", "Dem."), ("Saint", "St."),
                        ("Islands", "Is."), ("Islands", "Isl.")):
        forms |= {re.sub(rf"\b{long}\b", short, form) for form in forms}
    forms |= {re.sub(r",? and (the )?", "-", form) for form in forms}
    return forms - {name}


# The nouns of formal names with their articles, in the languages of the United Nations that have articles, and the
# articles of the short names of parties.
NOUNS = {
    "fr": {"la": "République Principauté Fédération Confédération", "le": "Royaume Royaume-Uni Sultanat Commonwealth Grand-Duché",
           "les": "États États-Unis Émirats", "l'": "État Union"},
    "es": {"la": "República Federación Confederación Unión Mancomunidad", "el": "Reino Principado Estado Sultanato",
           "los": "Estados Emiratos"},
}
SHORT = {
    "fr": {"la": "CHE CHN CZE FIN FRA GRC KOR MNG NOR POL RUS SWE TUR", "le": "CAN DNK GBR JPN", "les": "NLD USA",
           "l'": "DEU ESP EST IND IRL ISL ITA"},
    "es": {"la": "CHN IND KOR", "el": "CAN JPN", "los": "NLD USA"},
}


def article_of(name, lang, iso3):
    """Returns the article of a name, if it has one: `la` of `République française`, `l'` of `Islande`."""
    noun = name.split(" ")[0]
    if lang not in NOUNS or "," in name or "(" in name or noun.lower() in ("la", "le", "les", "el", "los", "las") or noun.startswith("l'"):
        return None
    for words, word in ((NOUNS[lang], noun), (SHORT[lang], iso3)):
        for article, having in words.items():
            if word in having.split():
                return article
    return None


# Other spellings of the English names of organisations; each is tried in both directions.
RESPELT = [("Organization", "Organisation"), ("Programme", "Program"), ("United Nations", "UN"), ("International", "Intl"), ("International", "Int'l"),
           ("Association", "Assn"), ("Corporation", "Corp.")]


def organisation_forms(names, abbreviations, own):
    """Returns other forms of the English names of an organisation, without and with abbreviations: its own, and those with
    the initials of the name."""
    forms = set(names)
    for one, other in RESPELT:
        forms |= {re.sub(rf"\b{re.escape(a)}(?!\w)", b, form) for form in forms for a, b in ((one, other), (other, one))}
    for name in sorted(forms):
        initials = "".join(word[0] for word in re.findall(r"[\w']+", name) if word not in ("of", "for", "on", "in", "the", "and"))
        for a in abbreviations:
            if a == own or a.replace("-", "").upper() == initials.upper():
                forms |= {f"{name} ({a})", f"{a} ({name})"}
    return forms - set(names)


def organisations(seed, keys_of):
    """Returns the rows of alias.csv that this script does not make, and for each organisation the forms of its names."""
    given, kinds = rows(seed / "alias.csv"), {r["id"]: r for r in rows(seed / "party.csv")}
    names, abbreviations = defaultdict(set), defaultdict(set)
    for r in given:
        if r["party"] and kinds[r["party"]]["kind"] != "state" and r["lang"] in ("en", ""):
            if r["kind"] == "abbreviation":
                abbreviations[r["party"]].add(r["alias"])
            elif r["kind"] in ("short", "official", "former", "colloquial") and " " in r["alias"] and "(" not in r["alias"]:
                names[r["party"]].add(r["alias"])
    forms = {(form, party) for party in names for form in organisation_forms(names[party], abbreviations[party], kinds[party]["abbreviation"])}
    keys = keys_of({r["alias"] for r in given} | {form for form, _ in forms})
    taken, made = {keys[r["alias"]] for r in given}, {}
    for form, party in sorted(forms):
        made.setdefault(keys[form], []).append((form, party))
    return given, [[*found[0], "", "colloquial", "en"] for key, found in made.items()
                   if key not in taken and len({party for _, party in found}) == 1]


def fold(command, names):
    names = sorted(names)
    text = "\n".join(names) + "\n"
    run = subprocess.run(command.split(), input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    keys = run.stdout.split("\n")[:-1]
    return dict(zip(names, keys, strict=True))


def claims(found, key, decisions, extras):
    """Returns key -> candidates, without keys that are too short, lost most letters, or are codes."""
    codes = {code.lower() for _, r in found.who.values() for code in (r["iso2"], r["iso3"])}
    kept = {key[r["name"]] for r in extras}
    decided = {}
    for d in decisions:
        if decided.setdefault(key[d["name"]], d["iso3"]) != d["iso3"]:
            sys.exit(f"decisions.csv: {d['name']} is decided twice, differently")
    result = defaultdict(list)
    for c in found.list:
        k = key[c[0]]
        size, letters = len(k.replace(" ", "")), sum(ch.isalpha() for ch in c[0])
        if decided.get(k, c[1]) == c[1] and (k in kept or size >= 4 and size * 2 > letters and k not in codes):
            result[k].append(c)
    return result


def choose(claims, speakers):
    """Returns one spelling of each key that a single country claims, and the keys that need a decision."""
    chosen, undecided = [], []
    for k, candidates in sorted(claims.items()):
        owners = {c[1] for c in candidates}
        mine = [c for c in candidates if c[1] and c[2] != "rare"]
        if mine and len(owners) > 1:
            undecided.append((k, candidates))
        elif mine:
            chosen.append(best(mine, speakers) + (k,))
    return chosen, undecided


def best(candidates, speakers):
    """Returns the preferred spelling: English, then the country's own languages, then the most spoken language."""
    def order(c):
        name, _, kind, lang = c
        base = lang.split("-")[0]
        if base == "en" and kind in ENGLISH:
            rank = (ENGLISH.index(kind), 0)
        else:
            rank = ({"endonym": 10, "translation": 11}.get(kind, 9), -speakers[base])
        plain = (kind == "abbreviation" and "." in name, name.isupper() or name.islower())
        return (rank, len(lang), lang, plain, name)
    return min(candidates, key=order)


def report(undecided):
    for k, candidates in undecided:
        claims = defaultdict(set)
        for name, iso3, _, lang in candidates:
            claims[iso3 or "not a country"].add(f"{lang} {name}")
        print("undecided:", k, {iso3: sorted(names)[:6] for iso3, names in sorted(claims.items())}, file=sys.stderr)
    if undecided:
        sys.exit(f"{len(undecided)} names are claimed by several countries: settle them in decisions.csv")


def main():
    p = argparse.ArgumentParser(description="Writes the names of countries in every language.")
    p.add_argument("packages", type=Path, help="folder with cldr-core, cldr-localenames-full and i18n-iso-countries")
    p.add_argument("--seed", type=Path, default=Path("seed"))
    p.add_argument("--fold", default="arctic fold")
    p.add_argument("--table", action="store_true")
    args = p.parse_args()
    extras, decisions = rows(HERE / "extras.csv"), rows(HERE / "decisions.csv")
    found = Candidates(args.packages, args.seed)
    found.seed()
    found.extras(extras)
    found.cldr()
    found.i18n()
    found.iso_codes()
    key = fold(args.fold, {c[0] for c in found.list} | {d["name"] for d in decisions})
    chosen, undecided = choose(claims(found, key, decisions, extras), found.speakers)
    if args.table:
        header, lines = ["name", "iso3", "kind", "lang", "key"], chosen
    else:
        header, lines = ["alias", "party", "country", "kind", "lang"], []
        states = {r["id"] for _, r in found.who.values()}
        given, made = organisations(args.seed, lambda names: fold(args.fold, names))
        lines += made
        for r in given:
            if (r["party"] or r["country"]) not in states or r["kind"] == "code":
                lines.append([r[column] for column in header])
        for name, iso3, kind, lang, _ in chosen:
            table, r = found.who[iso3]
            lines.append([name, *((r["id"], "") if table == "party" else ("", r["id"])), kind, lang])
        keys = fold(args.fold, {line[0] for line in lines})
        lines.sort(key=lambda line: keys[line[0]])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(header)
    out.writerows(lines)
    report(undecided)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    main()
