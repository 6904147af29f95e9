import { type Clicked, compareLatency } from './latency.ts';
import { inTurn, line, median, ratio, report } from './measure.ts';
import { type ClickTarget, openTarget, startClickSlack } from './slack-clicks.ts';
import { reportGrowth } from './use.ts';

const concurrency = 32;
const perTurn = 3_000;
const turns = 5;
const earlyClicks = 1_000;
const lateClicks = 100_000;

/** One turn more than is counted warms up. */
const clicksEach = (turns + 1) * perTurn;

let sent = 0;
/** Every click has a number of its own: Prep refuses a delivery that it has seen before. */
function nextClick(): number {
  sent += 1;
  return sent;
}

/** Signed Slack clicks to committed answers, against bare Bolt with the same receiver and an empty handler. */
export async function benchSlack(): Promise<void> {
  const slack = await startClickSlack();
  const prep = await openTarget('prep', slack);
  const bare = await openTarget('bare', slack);
  try {
    const before = await Promise.all([prep.use(), bare.use()]);
    const [prepRates = [], bareRates = []] = await inTurn(
      [
        { name: 'prep', run: () => prep.press(nextClick()).committed },
        { name: 'bare', run: () => bare.press(nextClick()).committed },
      ],
      { times: turns, total: perTurn, concurrency },
    );
    line(
      `Slack clicks per second, ${concurrency} at once, medians of ${turns}: Prep ${median(prepRates).toFixed(0)}, bare Bolt ${median(bareRates).toFixed(0)}`,
    );
    report('Slack clicks to committed answers / bare Bolt with an empty handler', ratio(prepRates, bareRates), {
      atLeast: 0.3,
    });
    const after = await Promise.all([prep.use(), bare.use()]);
    const [prepMs = 0, bareMs = 0] = after.map((use, index) => (use.cpuMs - (before[index]?.cpuMs ?? 0)) / clicksEach);
    line(`Processor time of the server per click: Prep ${prepMs.toFixed(2)} ms, bare Bolt ${bareMs.toFixed(2)} ms`);
    report('processor time per click, bare Bolt / Prep', bareMs / prepMs);
    await compareLatency('Slack', clicked('Prep', prep), clicked('bare Bolt', bare));
    await memory(prep);
  } finally {
    await Promise.all([prep.end(), bare.end()]);
    slack.close();
  }
}

function clicked(name: string, target: ClickTarget): Clicked {
  return {
    name,
    click() {
      const { acknowledged, committed } = target.press(nextClick());
      return { acknowledged, done: committed };
    },
  };
}

async function memory(prep: ClickTarget): Promise<void> {
  const clicks = async (count: number) => {
    await inTurn([{ name: 'prep', run: () => prep.press(nextClick()).committed }], {
      times: 0,
      total: count,
      concurrency,
    });
  };
  await clicks(earlyClicks);
  const before = await prep.use();
  await clicks(lateClicks);
  reportGrowth('Slack', lateClicks, before, await prep.use());
}
