//! The paragraphs of a text, a Markdown file or a page: what is to be read, and where it is.

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

/// The text of a page with everything that is not to be read replaced by blanks, byte for byte; tags that end a
/// block become line ends, so that offsets stay those of the page.
pub(crate) fn blank_html(text: &str) -> String {
    let mut blank = String::with_capacity(text.len());
    let mut at = 0;
    let mut skipped: Option<String> = None;
    let fill = |blank: &mut String, count: usize, with: &str| {
        blank.push_str(with);
        blank.extend(std::iter::repeat_n(' ', count - with.len()));
    };
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            let count = rest.find("-->").map_or(rest.len(), |end| end + 3);
            fill(&mut blank, count, "");
            at += count;
        } else if rest.starts_with('<')
            && rest
                .as_bytes()
                .get(1)
                .map(|next| char::from(*next))
                .is_some_and(|next: char| next.is_ascii_alphabetic() || next == '/' || next == '!')
        {
            let count = rest.find('>').map_or(rest.len(), |end| end + 1);
            let tag = &rest[1..count];
            let closing = tag.starts_with('/');
            let name: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase();
            let block = !INLINE.contains(&name.as_str()) && count >= 2;
            fill(&mut blank, count, if block { "\n\n" } else { "" });
            match &skipped {
                Some(open) if closing && *open == name => skipped = None,
                None if !closing && SKIPPED.contains(&name.as_str()) && !tag.ends_with("/>") => skipped = Some(name),
                _ => {}
            }
            at += count;
        } else if skipped.is_some() {
            let count = next_mark(rest, b"<<");
            fill(&mut blank, count, "");
            at += count;
        } else if rest.starts_with('&')
            && let Some(end) = rest.bytes().take(12).position(|b| b == b';')
        {
            let letter = entity(&rest[1..end]);
            let mut buffer = [0; 4];
            let letter = letter.map_or(" ", |letter| &*letter.encode_utf8(&mut buffer));
            let letter = if letter.len() <= end + 1 { letter } else { " " };
            // The letter comes last, so that it joins what follows.
            blank.push_str(letter);
            blank.extend(std::iter::repeat_n('\u{7f}', end + 1 - letter.len()));
            at += end + 1;
        } else {
            let count = next_mark(rest, b"<&");
            blank.push_str(&rest[..count]);
            at += count;
        }
    }
    blank
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
/// heading. Code of Markdown is left out.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let mut fenced = false;
    std::iter::from_fn(move || {
        let mut open: Option<Range<usize>> = None;
        while at < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1);
            let line = text[at..end].trim();
            let fence = line.starts_with("```") || line.starts_with("~~~");
            let starts = line.starts_with(['#', '-', '*', '>', '|', '•']) && !line.starts_with("**");
            let heading = open.as_ref().is_some_and(|open| text[open.clone()].trim_start().starts_with('#'));
            if fence || line.is_empty() || fenced {
                fenced ^= fence;
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
        let blank = blank_html(page);
        assert_eq!(blank.len(), page.len());
        assert!(blank.contains("Nuuk") && !blank.contains("x < 1"), "{blank}");
        assert!(blank.contains("Tromsø"), "{blank}");
    }

    #[test]
    fn paragraphs_end_at_blank_lines_and_items() {
        let text = "# Head\nOne\ntwo.\n\n- item\n- item\n```\ncode\n```\nlast";
        let found: Vec<&str> = paragraphs(text).map(|range| text[range].trim()).collect();
        assert_eq!(found, ["# Head", "One\ntwo.", "- item", "- item", "last"]);
    }
}
