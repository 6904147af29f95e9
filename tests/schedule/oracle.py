"""Prints what Python's zoneinfo says about local times, for the oracle test.

Reads {"zones": [...], "first": year, "years": n, "sample": n, "seed": n} and prints one JSON line a zone:
{"zone", "known": [utc, offset, ...], "windows": [[start, step, [offset, count, offset, count, ...]], ...],
 "samples": [local, offset, ...]}
where utc is minutes since 1970, start and local are local minutes since 1970 read as if they were UTC, step is in minutes and
offset is utcoffset in seconds, of a local time with fold=0: of an overlap the first, and in a gap the offset before it, which
shifts the time by the gap. "known" is the database itself: a moment each week, and both sides of each change. Around each
change there is a window of half hours and one of minutes; the first zone with these changes also has every minute of four days.
"""
import json
import random
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EPOCH = datetime(1970, 1, 1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def offset_at(zone, utc):
    return utc.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()


def transitions(zone, first, years):
    """The UTC minutes at which the offset changes: looked for day by day, then by bisection."""
    step = 24 * HOUR
    at, end = datetime(first, 1, 1), datetime(first + years, 1, 1)
    before = offset_at(zone, at)
    while at < end:
        after = offset_at(zone, at + step)
        if after != before:
            low, high = at, at + step
            while high - low > MINUTE:
                middle = low + ((high - low) // MINUTE // 2) * MINUTE
                if offset_at(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            yield high, before, after
            before = after
        at += step


def offset(zone, local):
    return int((EPOCH + local * MINUTE).replace(tzinfo=zone, fold=0).utcoffset().total_seconds())


def window(zone, start, step, count):
    runs = []
    for i in range(count):
        seconds = offset(zone, start + i * step)
        if runs and runs[-2] == seconds:
            runs[-1] += 1
        else:
            runs += [seconds, 1]
    return [start, step, runs]


def main():
    ask = json.load(sys.stdin)
    chance = random.Random(ask["seed"])
    lowest = (datetime(1970, 1, 2) - EPOCH) // MINUTE
    highest = (datetime(2037, 12, 30) - EPOCH) // MINUTE
    first_with = {}
    for name in ask["zones"]:
        try:
            zone = ZoneInfo(name)
        except ZoneInfoNotFoundError:
            print(json.dumps({"zone": name}))
            continue
        windows, known = [], []
        for week in range(ask["years"] * 52):
            utc = datetime(ask["first"], 1, 1) + week * 168 * HOUR
            known += [(utc - EPOCH) // MINUTE, int(offset_at(zone, utc).total_seconds())]
        changes = list(transitions(zone, ask["first"], ask["years"]))
        seen = first_with.setdefault(str(changes), name)
        for at, before, after in changes:
            utc = (at - EPOCH) // MINUTE
            known += [utc - 1, int(before.total_seconds()), utc, int(after.total_seconds())]
            local = (at + before - EPOCH) // MINUTE
            around = int(abs(after - before) // MINUTE) + 30
            windows.append(window(zone, local - 2 * 1440 - local % 30, 30, 4 * 48 + 1))
            windows.append(window(zone, local - around, 1, 2 * around + 1))
            if seen == name:
                windows.append(window(zone, local - 2 * 1440, 1, 4 * 1440 + 1))
        samples = []
        for _ in range(ask["sample"]):
            local = chance.randint(lowest, highest)
            samples += [local, offset(zone, local)]
        print(json.dumps({"zone": name, "known": known, "windows": windows, "samples": samples}))


main()
