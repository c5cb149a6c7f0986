"""Checks with icalendar that every event has the right days."""

import icalendar

from expected import equal, events, folder, tables

calendar = icalendar.Calendar.from_ical((folder() / "registry.ics").read_bytes())
names = {row["id"]: row["council_name"] or row["name"] for row in tables()["party"]}
found = {}
for event in calendar.walk("VEVENT"):
    uid, _, council = str(event["UID"]).partition("@")
    assert council and uid not in found, uid
    assert not event.errors, event.errors
    found[uid] = (event.decoded("DTSTART"), event.decoded("DTEND"))
    assert event.decoded("DTSTAMP").tzinfo is not None and int(event["SEQUENCE"]) >= 0
equal(found, events(), "events")

# Text is unchanged except for control characters, which a calendar cannot have.
plain = lambda text: "".join(" " if ord(letter) < 32 and letter != "\n" or ord(letter) == 127 else letter for letter in text)
by_uid = {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}
for row in tables()["chairship"]:
    event = by_uid["chairship-" + row["id"]]
    assert plain(names[row["party"]]) in str(event["SUMMARY"]), event["SUMMARY"]
    assert plain(row["note"]) in str(event["DESCRIPTION"]), event["DESCRIPTION"]
    if len(row["end"]) < 10:
        assert str(event["STATUS"]) == "TENTATIVE" and row["end"] in str(event["SUMMARY"]), event["SUMMARY"]
for row in tables()["meeting"]:
    equal(str(by_uid["meeting-" + row["id"]]["LOCATION"]), plain(row["place"]), row["id"])
assert str(calendar["X-WR-CALNAME"]) and str(calendar["VERSION"]) == "2.0"
print(f"icalendar {icalendar.__version__}: {len(found)} events on the right days")
