//! The timeline as a picture: chairships as bars, and below them the number of parties in each role.
//!
//! It shows the data as of the day through which it was verified, so the same data always gives the same picture.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use crate::Error;
use crate::date::{PartialDate, Period, next_day};
use crate::store::{Chairship, History, Holder, Meta, PartyKind, Registry, Role};
use crate::wording::is_unsafe;

const WIDTH: f64 = 640.0;
const MARGIN: f64 = 16.0;
/// Space on the right for the numbers of the areas.
const RIGHT: f64 = 40.0;
const ROW: f64 = 26.0;
const BAR: f64 = 16.0;
const CHART: f64 = 220.0;
/// Widths of a letter, a small letter and a small digit in a wide font: an SVG file cannot measure its text.
const LETTER: f64 = 7.4;
const SMALL: f64 = 7.0;
const FIGURE: f64 = 8.0;

/// Each colour is written twice because not every SVG renderer supports CSS variables.
const STYLE: &str = "\
text{font:14px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;fill:#1c2b33}
.title{font-size:20px;font-weight:600}.head{font-size:15px;font-weight:600}.small{font-size:13px}.muted{fill:#566670}
.page{fill:#fff}.grid{stroke:#dbe2e6}.axis{stroke:#84939c}.edge{stroke:#fff;stroke-width:1}.in{fill:#fff}
.bar,.member{fill:#1f5a8c}.plan{fill:#1f5a8c;fill-opacity:.12;stroke:#1f5a8c;stroke-dasharray:4 3}
.permanent_participant{fill:#2a9484}.indigenous{fill:#a8541a}.state{fill:#d67d28}.igo{fill:#ebb571}.ngo{fill:#f6dcb5}
@media (prefers-color-scheme:dark){
text{fill:#e4ecf0}.muted{fill:#a3b3bc}.page{fill:#12191e}.grid{stroke:#2a3840}.axis{stroke:#6d7f89}.edge{stroke:#12191e}.in{fill:#12191e}
.bar,.member{fill:#6aaee3}.plan{fill:#6aaee3;stroke:#6aaee3}
.permanent_participant{fill:#4cc0ae}.indigenous{fill:#f7c08a}.state{fill:#f0a04b}.igo{fill:#b67733}.ngo{fill:#7c5329}
}";

/// The role and the kind of party of each band; without a kind, all parties in the role.
const BANDS: [(Role, Option<PartyKind>); 6] = [
    (Role::Member, None),
    (Role::PermanentParticipant, None),
    (Role::Observer, Some(PartyKind::State)),
    (Role::Observer, Some(PartyKind::Indigenous)),
    (Role::Observer, Some(PartyKind::Igo)),
    (Role::Observer, Some(PartyKind::Ngo)),
];

/// The number of parties in each of [`BANDS`].
type Heights = [i64; BANDS.len()];

/// Draws the chairships and the parties in each role as an SVG document, with light and dark colours. It has no scripts
/// and loads nothing.
///
/// # Errors
/// [`Error::Sql`] if the store cannot be read.
pub fn timeline_svg(registry: &Registry) -> Result<String, Error> {
    let history = registry.history()?;
    let meta = registry.meta();
    let drawing = Drawing::new(&history, meta, WIDTH);
    let mut body = String::new();
    let mut y = 32.0;
    text(&mut body, (MARGIN, y), "title", "start", &meta.name);
    y += 22.0;
    let verified = format!("As of {}, when the data was last verified", meta.verified_through);
    text(&mut body, (MARGIN, y), "small muted", "start", &verified);
    y += 34.0;
    text(&mut body, (MARGIN, y), "head", "start", "Chairships");
    y = drawing.chairships(&mut body, y + 10.0) + 52.0;
    text(&mut body, (MARGIN, y), "head", "start", "Parties in each role");
    y = drawing.growth(&mut body, y + 24.0) + 30.0;
    for line in footnotes(&history, meta.verified_through) {
        y += 20.0;
        text(&mut body, (MARGIN, y), "small muted", "start", &line);
    }
    let height = y + MARGIN;
    let title = escape(&format!("{}: chairships and membership", meta.name));
    let summary = format!("In the chair: {}. {verified}: {}.", drawing.chairs_in_words(), drawing.counts_in_words());
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"timeline-title timeline-desc\">\n<title id=\"timeline-title\">{title}</title>\n\
         <desc id=\"timeline-desc\">{}</desc>\n<style>\n{STYLE}\n</style>\n\
         <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>\n{body}</svg>\n",
        escape(&summary)
    ))
}

/// The two parts of the timeline, for a page that styles their classes.
pub(crate) struct Parts {
    pub chairships: String,
    pub growth: String,
}

/// Draws the parts of the timeline, `width` units wide.
pub(crate) fn parts(registry: &Registry, width: f64) -> Result<Parts, Error> {
    let history = registry.history()?;
    let drawing = Drawing::new(&history, registry.meta(), width);
    let part = |draw: &dyn Fn(&mut String) -> f64, summary: &str| {
        let mut body = String::new();
        let height = draw(&mut body) + 22.0;
        let summary = escape(summary);
        format!("<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{summary}\">\n{body}</svg>\n")
    };
    Ok(Parts {
        chairships: part(&|body| drawing.chairships(body, 4.0), &drawing.chairs_in_words()),
        growth: part(&|body| drawing.growth(body, 16.0), &drawing.counts_in_words()),
    })
}

/// What to draw, and where.
struct Drawing<'a> {
    meta: &'a Meta,
    plot: Plot,
    rows: Vec<(&'a str, Vec<&'a Chairship>)>,
    steps: Vec<(NaiveDate, Heights)>,
    /// The indexes of those [`BANDS`] that ever had a party.
    bands: Vec<usize>,
}

impl<'a> Drawing<'a> {
    fn new(history: &'a History, meta: &'a Meta, width: f64) -> Self {
        let rows = rows(&history.chairships, width);
        let plot = Plot::new(history, meta.founded, meta.verified_through, &rows, width);
        let steps = steps(history, meta.verified_through);
        let used = |at: &usize| steps.iter().any(|(_, heights)| heights[*at] > 0);
        let bands = (0..BANDS.len()).filter(used).collect();
        Drawing { meta, plot, rows, steps, bands }
    }

    /// Draws the chairships, one row per state, and returns where they end.
    fn chairships(&self, body: &mut String, top: f64) -> f64 {
        let bottom = top + ROW * self.rows.len() as f64;
        self.plot.years(body, top, bottom);
        for (at, (name, terms)) in self.rows.iter().enumerate() {
            self.plot.row(body, top + ROW * at as f64, name, terms);
        }
        bottom
    }

    /// Draws the number of parties in each role, with a legend above, and returns where it ends.
    fn growth(&self, body: &mut String, mut y: f64) -> f64 {
        let mut x = MARGIN;
        for at in &self.bands {
            let name = self.label(*at);
            let width = 18.0 + SMALL * name.chars().count() as f64;
            if x > MARGIN && x + width > self.plot.width - MARGIN {
                (x, y) = (MARGIN, y + 20.0);
            }
            let _ = writeln!(
                body,
                r#"<rect class="{}" x="{x:.1}" y="{:.1}" width="12" height="12"/>"#,
                class(*at),
                y - 11.0
            );
            text(body, (x + 18.0, y), "small", "start", &name);
            x += width + 20.0;
        }
        let top = y + 20.0;
        self.plot.years(body, top, top + CHART);
        self.plot.areas(body, top, &self.bands, &self.steps);
        top + CHART
    }

    fn chairs_in_words(&self) -> String {
        let terms =
            self.rows.iter().flat_map(|(name, terms)| terms.iter().map(move |term| describe(name, &term.period)));
        terms.collect::<Vec<_>>().join("; ")
    }

    /// Returns the number of parties in each band at the end.
    fn counts_in_words(&self) -> String {
        let last = self.steps.last().map(|(_, heights)| *heights).unwrap_or_default();
        let counted = self.bands.iter().map(|at| format!("{}: {}", self.label(*at), last[*at]));
        counted.collect::<Vec<_>>().join("; ")
    }

    fn label(&self, band: usize) -> String {
        let (role, kind) = BANDS[band];
        let kind = kind.map_or(String::new(), |kind| format!(": {}", kind.heading()));
        format!("{}s{kind}", self.meta.label(role.word()))
    }
}

/// Returns the states in the order of their first chairship, each with its chairships. They have the names that the
/// council uses, or the common names where these do not fit.
fn rows(chairships: &[Chairship], width: f64) -> Vec<(&str, Vec<&Chairship>)> {
    let mut rows: Vec<(&str, Vec<&Chairship>)> = Vec::new();
    for term in chairships {
        match rows.iter_mut().find(|(_, terms)| terms[0].party == term.party) {
            Some((_, terms)) => terms.push(term),
            None => {
                let fits = LETTER * term.council_name.chars().count() as f64 <= most_label(width);
                rows.push((if fits { &term.council_name } else { &term.name }, vec![term]));
            }
        }
    }
    rows
}

/// The maximum width of the name of a state.
fn most_label(width: f64) -> f64 {
    width / 3.2
}

/// Returns the days up to `last` on which a count certainly changed, and the counts from each of them.
fn steps(history: &History, last: NaiveDate) -> Vec<(NaiveDate, Heights)> {
    let band = |holder: &Holder| {
        BANDS.iter().position(|(role, kind)| *role == holder.role && kind.is_none_or(|kind| kind == holder.kind))
    };
    let mut changes: BTreeMap<NaiveDate, Heights> = BTreeMap::new();
    for holder in history.memberships() {
        let (start, end) = (holder.period.start.last_day(), holder.period.end.map(|end| end.first_day()));
        let Some(band) = band(holder).filter(|_| end.is_none_or(|end| start < end) && start <= last) else { continue };
        changes.entry(start).or_default()[band] += 1;
        if let Some(end) = end.filter(|end| *end <= last) {
            changes.entry(end).or_default()[band] -= 1;
        }
    }
    let mut heights = Heights::default();
    let mut steps = Vec::with_capacity(changes.len());
    for (day, change) in changes {
        for (height, change) in heights.iter_mut().zip(change) {
            *height += change;
        }
        steps.push((day, heights));
    }
    steps
}

/// Returns the remarks below the picture.
pub(crate) fn footnotes(history: &History, verified: NaiveDate) -> Vec<String> {
    let mut lines = Vec::new();
    if history.chairships.iter().any(|term| term.period.end.is_some_and(|end| end.first_day() > verified)) {
        lines.push("Dashed: the planned rest of a term".to_string());
    }
    let imprecise = |date: &PartialDate| date.first_day() < date.last_day();
    let open = |holder: &&Holder| imprecise(&holder.period.start) || holder.period.end.as_ref().is_some_and(imprecise);
    match history.memberships().filter(open).count() {
        0 => {}
        1 => lines.push("1 membership has a partial date, and is drawn only where it is certain".to_string()),
        count => {
            lines.push(format!("{count} memberships have partial dates, and are drawn only where they are certain"))
        }
    }
    lines
}

/// The scale of the picture.
struct Plot {
    width: f64,
    left: f64,
    right: f64,
    first: NaiveDate,
    last: NaiveDate,
    verified: NaiveDate,
}

impl Plot {
    /// Spans the years from the first date to the last.
    fn new(
        history: &History,
        founded: NaiveDate,
        verified: NaiveDate,
        rows: &[(&str, Vec<&Chairship>)],
        width: f64,
    ) -> Self {
        let periods = history.chairships.iter().map(|term| term.period);
        let periods: Vec<Period> = periods.chain(history.memberships().map(|holder| holder.period)).collect();
        let starts = periods.iter().map(|period| period.start.first_day());
        let ends = history.chairships.iter().filter_map(|term| Some(term.period.end?.first_day()));
        let first = starts.filter(|day| *day <= verified).min().unwrap_or(founded).min(founded).min(verified);
        let last = ends.max().unwrap_or(verified).max(verified);
        let year = |day: NaiveDate| PartialDate::year(day.year()).unwrap_or(PartialDate::day(day));
        let longest = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        Plot {
            width,
            left: MARGIN + (LETTER * longest as f64).clamp(24.0, most_label(width)) + 10.0,
            right: width - RIGHT,
            first: year(first).first_day(),
            last: next_day(year(last).last_day()),
            verified,
        }
    }

    fn x(&self, day: NaiveDate) -> f64 {
        let days = |until: NaiveDate| (until - self.first).num_days() as f64;
        self.left + (self.right - self.left) * days(day) / days(self.last).max(1.0)
    }

    /// Draws the grid lines of the years, with the years below.
    fn years(&self, body: &mut String, top: f64, bottom: f64) {
        let (first, last) = (self.first.year(), self.last.year());
        let fits = f64::from(last - first) * 52.0 / (self.right - self.left);
        let step = round_step(fits.ceil() as i64) as i32;
        for year in (first..=last).filter(|year| year % step == 0) {
            let Some(date) = PartialDate::year(year) else { continue };
            let x = self.x(date.first_day());
            line(body, "grid", (x, top), (x, bottom));
            text(body, (x, bottom + 17.0), "small muted", "middle", &year.to_string());
        }
        line(body, "axis", (self.left, bottom), (self.right, bottom));
    }

    /// Draws a state and its chairships, each with its years in or beside it if there is room.
    fn row(&self, body: &mut String, y: f64, name: &str, terms: &[&Chairship]) {
        let letters = ((self.left - MARGIN - 10.0) / LETTER) as usize;
        let short: String = match name.chars().count() <= letters {
            true => name.to_string(),
            false => name.chars().take(letters.saturating_sub(1)).chain(['…']).collect(),
        };
        let base = y + ROW / 2.0 + 5.0;
        text(body, (self.left - 10.0, base), "", "end", &short);
        let mut free = self.left;
        for (at, term) in terms.iter().enumerate() {
            let (start, end) = (term.period.start.first_day(), term.period.end.map(|end| end.first_day()));
            let done = end.unwrap_or(self.verified).min(self.verified).max(start);
            let (from, to) = (self.x(start), self.x(end.unwrap_or(done)));
            let _ = writeln!(body, "<g><title>{}</title>", escape(&describe(name, &term.period)));
            let mut bar = |class: &str, from: f64, to: f64| {
                let (y, width) = (y + (ROW - BAR) / 2.0, to - from);
                let _ = writeln!(
                    body,
                    r#"<rect class="{class}" x="{from:.1}" y="{y:.1}" width="{width:.1}" height="{BAR}"/>"#
                );
            };
            if done > start {
                bar("bar", from, self.x(done));
            }
            if end.is_some_and(|end| end > done) {
                bar("plan", self.x(done), to);
            }
            let years = years_of(&term.period);
            let width = FIGURE * years.chars().count() as f64;
            let next = terms.get(at + 1).map_or(self.width - 4.0, |next| self.x(next.period.start.first_day()));
            if width + 8.0 <= self.x(done) - from {
                text(body, ((from + self.x(done)) / 2.0, base), "small in", "middle", &years);
            } else if to + width + 10.0 <= next {
                text(body, (to + 5.0, base), "small", "start", &years);
                free = to + width + 10.0;
            } else if from - width - 10.0 >= free {
                text(body, (from - 5.0, base), "small", "end", &years);
            }
            free = free.max(to);
            body.push_str("</g>\n");
        }
    }

    /// Draws the number of parties in each band over time, as stacked areas.
    fn areas(&self, body: &mut String, top: f64, bands: &[usize], steps: &[(NaiveDate, Heights)]) {
        let most = steps.iter().map(|(_, heights)| heights.iter().sum::<i64>()).max().unwrap_or(0).max(1);
        let step = round_step((most + 4) / 5);
        let highest = (most + step - 1) / step * step;
        let bottom = top + CHART;
        let y = |count: i64| bottom - CHART * count as f64 / highest as f64;
        let end = self.x(next_day(self.verified).min(self.last));
        for count in (0..=highest).step_by(step as usize) {
            line(body, "grid", (self.left, y(count)), (end, y(count)));
            text(body, (self.left - 8.0, y(count) + 5.0), "small muted", "end", &count.to_string());
        }
        let (Some((begin, at_begin)), Some((_, at_end))) = (steps.first(), steps.last()) else { return };
        let mut lowest = f64::MAX;
        for (nth, band) in bands.iter().enumerate() {
            let sum = |heights: &Heights, bands: &[usize]| -> i64 { bands.iter().map(|band| heights[*band]).sum() };
            let upper = |heights: &Heights| y(sum(heights, &bands[..=nth]));
            let lower = |heights: &Heights| y(sum(heights, &bands[..nth]));
            let mut path = format!("M{:.1} {:.1}", self.x(*begin), lower(at_begin));
            for (day, heights) in steps {
                let _ = write!(path, "H{:.1}V{:.1}", self.x(*day), upper(heights));
            }
            let _ = write!(path, "H{end:.1}V{:.1}", lower(at_end));
            for pair in steps.windows(2).rev() {
                let _ = write!(path, "H{:.1}V{:.1}", self.x(pair[1].0), lower(&pair[0].1));
            }
            let _ = writeln!(body, r#"<path class="{} edge" d="{path}H{:.1}Z"/>"#, class(*band), self.x(*begin));
            if at_end[*band] > 0 {
                let middle = (upper(at_end) + lower(at_end)) / 2.0 + 5.0;
                lowest = middle.min(lowest - 14.0);
                text(body, (end + 6.0, lowest), "small", "start", &at_end[*band].to_string());
            }
        }
        line(body, "axis", (self.left, bottom), (self.right, bottom));
    }
}

/// Returns the smallest of 1, 2, 5, 10, 20, 50, ... that is at least `least`.
pub(crate) fn round_step(least: i64) -> i64 {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    steps.into_iter().find(|step| *step >= least).unwrap_or(i64::MAX)
}

fn class(band: usize) -> &'static str {
    match BANDS[band] {
        (_, Some(kind)) => kind.word(),
        (role, None) => role.word(),
    }
}

fn years_of(period: &Period) -> String {
    let start = period.start.first_day().year();
    match period.end.map(|end| end.first_day().year()) {
        Some(end) if end == start => start.to_string(),
        Some(end) => format!("{start}–{end}"),
        None => format!("{start}–"),
    }
}

fn describe(name: &str, period: &Period) -> String {
    match period.end {
        Some(end) => format!("{name} from {} until {end}", period.start),
        None => format!("{name} from {}", period.start),
    }
}

fn line(body: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    let _ = writeln!(body, r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#);
}

fn text(body: &mut String, (x, y): (f64, f64), class: &str, anchor: &str, content: &str) {
    let content = escape(content);
    let _ = writeln!(body, r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{content}</text>"#);
}

/// Escapes text for XML and HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match replacement(letter) {
            Some(replacement) => escaped.push_str(replacement),
            None => escaped.push(letter),
        }
    }
    escaped
}

/// Returns what replaces `letter` in XML and HTML, in quoted attributes too. Characters that are unsafe or invalid there
/// become U+FFFD.
pub(crate) fn replacement(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\t' => None,
        '\u{fdd0}'..='\u{fdef}' => Some("\u{fffd}"),
        _ if is_unsafe(letter) || u32::from(letter) & 0xfffe == 0xfffe => Some("\u{fffd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_steps_are_round() {
        assert_eq!(escape("<a href=\"x\">&\u{1b}</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;\u{fffd}&lt;/a&gt;");
        assert_eq!([0, 1, 3, 11, 21, 51].map(round_step), [1, 1, 5, 20, 50, 100]);
    }
}
