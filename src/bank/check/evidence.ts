import type { Finding } from '../finding.ts';
import { proofKey, type RecordedProofs } from '../proofs-file.ts';
import type { PlacedQuestion } from '../read.ts';
import type { Taxonomy } from '../taxonomy.ts';

/** Where a question without a proof stands on its sources, this many. */
const sourcesWithoutProof = 2;

/**
 * A provable concept has a proof or says why not; without one there are two sources; a proof has been run as it stands now; a source's
 * address is on the source's own site, and a vendor's carries its title and the date it was read.
 */
export function checkEvidence(
  { question, authored, lineOf, file }: PlacedQuestion,
  taxonomy: Taxonomy,
  proofs: RecordedProofs,
): Finding[] {
  const findings: Finding[] = [];
  const refuse = (line: number, reason: string, remedy: string) => findings.push({ file, line, reason, remedy });
  const provable = (taxonomy.concept(question.concept)?.proof ?? 'cite') !== 'cite';
  if (question.proof === undefined) {
    if (provable && authored.unproven === undefined) {
      refuse(
        lineOf(),
        'the concept is provable and the question has no proof',
        'Add proof, or say under unproven why no run can settle it',
      );
    }
    if (question.sources.length < sourcesWithoutProof) {
      refuse(
        lineOf('sources'),
        'without a proof it rests on one source',
        'Cite a second primary source with its section',
      );
    }
  } else {
    if (authored.unproven !== undefined)
      refuse(lineOf('unproven'), 'it has a proof and says why it has none', 'Remove unproven');
    const run = proofs[question.id];
    if (run === undefined || run.key !== proofKey(question)) {
      refuse(
        lineOf('proof'),
        run === undefined ? 'its proof has not been run' : 'its proof or key changed since it was run',
        `npm run prove ${question.id}`,
      );
    }
  }
  authored.sources.forEach((source, n) => {
    const known = taxonomy.sources[source.ref];
    const site = (url: string) => new URL(url).hostname.replace(/^www\./, '');
    if (known?.url && site(source.url) !== site(known.url)) {
      refuse(
        lineOf('sources', n, 'url'),
        `${source.ref} is published at ${site(known.url)}, not ${site(source.url)}`,
        'Link the source itself',
      );
    }
    if (source.ref === 'vendor-docs' && (source.title === undefined || source.accessed === undefined)) {
      refuse(
        lineOf('sources', n),
        "a vendor's documentation needs title and accessed",
        'Name the document and the date it was read',
      );
    }
  });
  return findings;
}
