//! The paragraphs of a text, a Markdown file or a page: what is to be read, and where it is.

use std::borrow::Cow;
use std::ops::Range;

/// Elements of a page whose text is not part of the article.
const SKIPPED: &[&str] = &["script", "style", "nav", "noscript", "svg", "template", "select", "button", "form"];
/// Elements that do not end a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u", "wbr",
];

/// Whether a text is a page.
pub(crate) fn is_html(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let mut end = start.len().min(1000);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let head = start[..end].to_ascii_lowercase();
    head.starts_with("<!doctype")
        || head.starts_with("<html")
        || head.starts_with("<?xml")
        || head.contains("<body")
        || head.contains("<p>")
}

/// Blanks what is not to be read of a text that is given piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Blanker {
    html: bool,
    /// The element that is being skipped.
    skipped: Option<String>,
    /// What ends the comment or tag that the last piece ended in.
    open: Option<&'static str>,
}

impl Blanker {
    pub(crate) fn new(html: bool) -> Self {
        Blanker { html, ..Blanker::default() }
    }

    /// Returns the text with everything that is not to be read replaced by blanks, byte for byte.
    pub(crate) fn blank<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        if self.html { Cow::Owned(self.blank_html(text)) } else { blank_markdown(text) }
    }

    /// Tags that end a block become line ends, so that offsets stay those of the page.
    fn blank_html(&mut self, text: &str) -> String {
        let mut blank = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let (count, with) = match self.open {
                Some(end) => (self.close(rest, 0, end), ""),
                None if rest.starts_with("<!--") => (self.close(rest, 4, "-->"), ""),
                None if is_tag(rest) => {
                    let count = self.close(rest, 1, ">");
                    (count, self.tag(&rest[1..count]))
                }
                None if self.skipped.is_some() => (next_mark(rest, b"<<"), ""),
                None => match rest.bytes().take(12).position(|byte| byte == b';').filter(|_| rest.starts_with('&')) {
                    Some(end) => {
                        at += end + 1;
                        push_entity(&mut blank, &rest[1..end]);
                        continue;
                    }
                    None => {
                        let count = next_mark(rest, b"<&");
                        blank.push_str(&rest[..count]);
                        at += count;
                        continue;
                    }
                },
            };
            let with = if with.len() <= count { with } else { "" };
            blank.push_str(with);
            blank.extend(std::iter::repeat_n(' ', count - with.len()));
            at += count;
        }
        blank
    }

    /// Returns where `end` closes a comment or tag, or the end of the piece; the next piece then goes on with it.
    fn close(&mut self, rest: &str, from: usize, end: &'static str) -> usize {
        let found = memchr::memmem::find(&rest.as_bytes()[from..], end.as_bytes());
        self.open = if found.is_none() { Some(end) } else { None };
        found.map_or(rest.len(), |at| from + at + end.len())
    }

    /// Returns what stands for a tag.
    fn tag(&mut self, tag: &str) -> &'static str {
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        match &self.skipped {
            Some(open) if closing && open.eq_ignore_ascii_case(name) => self.skipped = None,
            None if !closing && is(SKIPPED) && !tag.ends_with("/>") => self.skipped = Some(name.to_string()),
            _ => {}
        }
        if is(INLINE) { "" } else { "\n\n" }
    }
}

/// Whether a tag starts here.
fn is_tag(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

/// Adds the letter that an entity stands for. It comes last, so that it joins what follows.
fn push_entity(blank: &mut String, name: &str) {
    let letter = entity(name);
    let mut buffer = [0; 4];
    let letter = letter.map_or(" ", |letter| &*letter.encode_utf8(&mut buffer));
    let letter = if letter.len() <= name.len() + 2 { letter } else { " " };
    blank.push_str(letter);
    blank.extend(std::iter::repeat_n('\u{7f}', name.len() + 2 - letter.len()));
}

/// Returns a text without the addresses of links, code between backticks and footnote marks.
fn blank_markdown(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'`', b']', b':', &bytes[at..]) {
        let mark = at + found;
        at = mark + 1;
        let rest = &bytes[mark..bytes.len().min(mark + LONGEST_LINK)];
        let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        let span = match line {
            [b'`', code @ ..] => memchr::memchr(b'`', code).filter(|end| *end > 0).map(|end| mark..mark + end + 2),
            [b']', b'(', link @ ..] => link_end(link).map(|end| mark..mark + 2 + end),
            [b':', b'/', b'/', address @ ..] => {
                let scheme = bytes[..mark].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
                let end = address.iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"<>\")]".contains(byte));
                (scheme > 0).then(|| mark - scheme..mark + 3 + end.count())
            }
            _ => None,
        };
        let Some(span) = span else { continue };
        if bytes[mark] == b']'
            && let Some(open) = memchr::memrchr(b'[', &bytes[mark.saturating_sub(LONGEST_LINK)..mark])
        {
            let open = mark.saturating_sub(LONGEST_LINK) + open;
            // An image starts with an exclamation mark.
            let image = usize::from(open > 0 && bytes[open - 1] == b'!');
            spans.push(open - image..open + 1);
        }
        at = at.max(span.end);
        spans.push(span);
    }
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_by_key(|span| span.start);
    let (mut blank, mut from) = (String::with_capacity(text.len()), 0);
    for span in spans {
        let start = span.start.max(from);
        // An address can end inside a letter only if it was cut off.
        let (Some(kept), Some(dropped)) = (text.get(from..start), text.get(start..span.end.max(start))) else {
            continue;
        };
        blank.push_str(kept);
        blank.extend(std::iter::repeat_n(' ', dropped.len()));
        from = span.end.max(start);
    }
    blank.push_str(&text[from..]);
    Cow::Owned(blank)
}

/// The longest link, in bytes.
const LONGEST_LINK: usize = 2000;

/// Returns where the address of a link ends, after its closing bracket.
fn link_end(link: &[u8]) -> Option<usize> {
    let mut depth = 1;
    let end = link.iter().position(|byte| {
        depth += match byte {
            b'(' => 1,
            b')' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    Some(end + 1)
}

/// Where the next of two marks stands after the first byte, or the end; always between letters.
fn next_mark(rest: &str, marks: &[u8; 2]) -> usize {
    memchr::memchr2(marks[0], marks[1], &rest.as_bytes()[1..]).map_or(rest.len(), |end| end + 1)
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" | "lsquo" => '\'',
        "ndash" | "mdash" => '–',
        "oslash" => 'ø',
        "aring" => 'å',
        "eacute" => 'é',
        "iacute" => 'í',
        "ouml" => 'ö',
        "auml" => 'ä',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|letter| !letter.is_control())?
        }
    })
}

/// The paragraphs of `text`: split at blank lines, and at line ends where the next line starts a list item or a
/// heading. Code of Markdown is left out; `fenced` says whether the text starts inside it, and then whether it ends there.
pub(crate) fn paragraphs(text: &str, fenced: &mut bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut open: Option<Range<usize>> = None;
        while at < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1);
            let line = text[at..end].trim();
            let fence = line.starts_with("```") || line.starts_with("~~~");
            let starts = line.starts_with(['#', '-', '*', '>', '|', '•']) && !line.starts_with("**");
            let heading = open.as_ref().is_some_and(|open| text[open.clone()].trim_start().starts_with('#'));
            if fence || line.is_empty() || *fenced {
                *fenced ^= fence;
                at = end;
                if open.is_some() {
                    return open;
                }
            } else if open.is_some() && (starts || heading) {
                return open;
            } else {
                open = Some(open.map_or(at, |open| open.start)..end);
                at = end;
            }
        }
        open
    })
}

/// The date that a text gives itself: in the head of a page, in front matter, or before its first sentence.
pub(crate) fn own_date(text: &str) -> Option<(String, &'static str)> {
    let mut end = text.len().min(20_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let iso = |from: usize| {
        let text = head.get(from..)?.trim_start_matches(['"', '\'', ' ', '=', ':']);
        let day = text.get(..10)?;
        crate::date::PartialDate::parse(day).map(|_| day.to_string())
    };
    if is_html(head) {
        for name in ["article:published_time", "datePublished", "dc.date", "DC.date", "pubdate", "\"date\""] {
            if let Some(at) = head.find(name) {
                let near = &head[at..];
                let content = near.find("content=").filter(|at| *at < 120).map(|content| at + content + 8);
                if let Some(day) = content.and_then(iso).or_else(|| iso(at + name.len())) {
                    return Some((day, "the page's metadata"));
                }
            }
        }
        if let Some(at) = head.find("<time")
            && let Some(attribute) = head[at..].find("datetime=")
            && let Some(day) = iso(at + attribute + 9)
        {
            return Some((day, "the page's first time element"));
        }
        return None;
    }
    if let Some(matter) = head.strip_prefix("---\n")
        && let Some(close) = matter.find("\n---")
    {
        let line = matter[..close].lines().find_map(|line| line.strip_prefix("date:"))?;
        let day = line.trim().trim_matches(['"', '\'']).get(..10)?;
        return crate::date::PartialDate::parse(day).map(|_| (day.to_string(), "the front matter"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_blanked_byte_for_byte() {
        let page = "<html><script>x < 1</script><p>Troms&oslash; &amp; <b>Nuuk</b></p>ø</html>";
        let blank = Blanker::new(true).blank(page);
        assert_eq!(blank.len(), page.len());
        assert!(blank.contains("Nuuk") && !blank.contains("x < 1"), "{blank}");
        assert!(blank.contains("Tromsø"), "{blank}");
    }

    #[test]
    fn a_page_is_blanked_the_same_in_pieces() {
        let page = "<p>a <!-- b > c --> d</p><script>x</script><p title='e f'>g";
        let whole = Blanker::new(true).blank(page).into_owned();
        for cut in page.match_indices(' ').map(|(at, _)| at) {
            let mut blanker = Blanker::new(true);
            let pieces = [&page[..cut], &page[cut..]].map(|piece| blanker.blank(piece).into_owned());
            assert_eq!(pieces.concat().replace('\n', " "), whole.replace('\n', " "), "{cut}");
        }
    }

    #[test]
    fn addresses_and_code_of_markdown_are_blanked_byte_for_byte() {
        for (text, words) in [
            ("[Norway](https://a.b/Canada_(x)) chairs", "Norway chairs"),
            ("![Oslo](map.png) and `Russia` and https://arctic-council.org/x ø", "Oslo and and ø"),
            ("12:30 and a] b (c)", "12:30 and a] b (c)"),
            ("<https://arctic-council.org>.", "< >."),
        ] {
            let blank = Blanker::new(false).blank(text);
            assert_eq!(blank.len(), text.len());
            assert_eq!(blank.split_whitespace().collect::<Vec<_>>().join(" "), words);
        }
    }

    #[test]
    fn paragraphs_end_at_blank_lines_and_items() {
        let text = "# Head\nOne\ntwo.\n\n- item\n- item\n```\ncode\n```\nlast";
        let found: Vec<&str> = paragraphs(text, &mut false).map(|range| text[range].trim()).collect();
        assert_eq!(found, ["# Head", "One\ntwo.", "- item", "- item", "last"]);
    }
}
