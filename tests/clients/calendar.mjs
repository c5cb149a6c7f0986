// Checks with ical.js that every event has the right days.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [folder] = process.argv.slice(2);
const rows = (table) => {
  // Python reads the CSV, as in the other checkers.
  const code = "import csv,json,sys;print(json.dumps(list(csv.DictReader(open(sys.argv[1],encoding='utf-8',newline='')))))";
  return JSON.parse(execFileSync("python3", ["-c", code, `${folder}/csv/${table}.csv`], { maxBuffer: 1 << 28 }));
};
const next = (day) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
const expected = new Map([
  ...rows("meeting").map((row) => [`meeting-${row.id}`, [row.first_day, next(row.last_day)]]),
  ...rows("chairship").map((row) => [`chairship-${row.id}`, [row.start, `${row.end}-01-01`.slice(0, 10)]]),
]);

const calendar = new ICAL.Component(ICAL.parse(readFileSync(`${folder}/registry.ics`, "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
const found = new Map(events.map((event) => [event.uid.split("@")[0], event]));
const fail = (text) => {
  console.error(text);
  process.exit(1);
};
if (found.size !== events.length || found.size !== expected.size) fail(`${events.length} events, and not ${expected.size}`);
for (const [uid, [first, end]] of expected) {
  const event = found.get(uid) ?? fail(`no event ${uid}`);
  if (!event.startDate.isDate || !event.endDate.isDate) fail(`${uid} is not all-day`);
  if (event.startDate.toString() !== first || event.endDate.toString() !== end)
    fail(`${uid}: ${event.startDate} to ${event.endDate}, and not ${first} to ${end}`);
}
for (const row of rows("meeting")) {
  const plain = row.place.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ");
  if (found.get(`meeting-${row.id}`).location !== plain) fail(`the place of ${row.id} is ${found.get(`meeting-${row.id}`).location}`);
}
console.log(`ical.js: ${found.size} events on the right days`);
