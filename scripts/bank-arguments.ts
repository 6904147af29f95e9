import path from 'node:path';

/**
 * Runs a command and ends the process with its exit code; `--help` prints its usage instead. What the person can put right (a wrong option, a fault in the bank) is printed
 * as its message alone, without a stack.
 */
export async function commandLine(main: () => Promise<number>, usage: string): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      console.error(`${error.message}\n\n${usage}`);
    } else {
      console.error(error instanceof Error ? error.message : error);
    }
    process.exitCode = 1;
  }
}

/**
 * Whether a question's id lies below one of `paths`: ids or prefixes of whole parts, or files of the bank in `root`. Without paths
 * everything does.
 */
export function pathFilter(paths: readonly string[], root: string): (id: string) => boolean {
  const prefixes = paths.map((given) => {
    const relative = given.startsWith(`${root}/`) || path.isAbsolute(given) ? path.relative(root, given) : given;
    return relative.replace(/\.yaml$/, '').replace(/\/+$/, '');
  });
  return (id) => prefixes.length === 0 || prefixes.some((prefix) => id === prefix || id.startsWith(`${prefix}/`));
}
