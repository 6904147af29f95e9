/** One workspace of the load, with how many channels. */
export interface Spread {
  readonly name: string;
  readonly channels: number;
}

/** No workspace but the large one has more. */
const mostElsewhere = 20;

/** `channels` channels very unevenly: `large` of them in one workspace, the others in workspaces with 1 to 20, as many of each size. */
export function unevenly(channels: number, large: number): Spread[] {
  const spread: Spread[] = [{ name: 'Large', channels: Math.min(large, channels) }];
  let left = channels - Math.min(large, channels);
  for (let n = 0; left > 0; n += 1) {
    const size = Math.min(left, (n % mostElsewhere) + 1);
    spread.push({ name: `Small ${n}`, channels: size });
    left -= size;
  }
  return spread;
}
