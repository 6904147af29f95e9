import { withStore } from './open-store.ts';

/** `npm run reports`: what players say is wrong with questions, newest first. `npm run reports -- close ID` ends one. */
await withStore(async (store) => {
  const [action, id] = process.argv.slice(2);
  if (action === 'close' && id) {
    const closed = await store.reports.closeReport(id);
    print(closed ? `Closed ${id}.` : `There is no open report ${id}. \`npm run reports\` lists them.`);
    if (!closed) process.exitCode = 1;
    return;
  }
  if (action !== undefined) {
    print(
      `I don't know "${action}". \`npm run reports\` lists the open reports, \`npm run reports -- close ID\` ends one.`,
    );
    process.exitCode = 1;
    return;
  }
  const reports = await store.reports.openReports();
  if (reports.length === 0) print('No open reports.');
  for (const report of reports) {
    print(
      `${report.createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC  ${report.question}  (revision ${report.revision.slice(0, 8)})`,
    );
    print(`  ${report.reason}${report.line ? `: ${oneLine(report.line)}` : ''}`);
    print(
      `  by ${oneLine(report.by)} in ${oneLine(report.workspace)}; end it with: npm run reports -- close ${report.id}`,
    );
  }
});

/** Text from people stays on its line and can't drive the terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
