/** Something wrong in the bank, where it is, and what to do about it. */
export interface Finding {
  /** Relative to the folder the command was started in, or to the bank's root. */
  file: string;
  /** From 1. */
  line: number;
  reason: string;
  remedy?: string;
  /** Lines printed below the finding, for example two prompts side by side. */
  detail?: string[];
}

/** `file:line: reason. Remedy.` and the detail below it. */
export function printFinding(finding: Finding): string {
  const remedy = finding.remedy === undefined ? '' : ` ${finding.remedy}.`;
  const detail = (finding.detail ?? []).map((line) => `\n    ${line}`).join('');
  return `${finding.file}:${finding.line}: ${finding.reason}.${remedy}${detail}`;
}

/** Everything that is wrong with the bank, in one error. */
export class BankError extends Error {
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super(
      `the bank has ${findings.length} ${findings.length === 1 ? 'fault' : 'faults'}\n${findings.map(printFinding).join('\n')}`,
    );
    this.name = 'BankError';
    this.findings = findings;
  }
}
