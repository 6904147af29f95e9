import path from 'node:path';

/** One import as it stands in a file. */
export interface FoundImport {
  /** The importing file, from the project's root, with `/`. */
  readonly from: string;
  /** What is imported: a file from the project's root, or a package's name. */
  readonly to: string;
  readonly isPackage: boolean;
  /** Only types: nothing of it is left when the program runs. */
  readonly typesOnly: boolean;
}

interface Rule {
  readonly from: RegExp;
  readonly to: RegExp;
  readonly except?: RegExp;
  readonly typesAllowed?: boolean;
  readonly reason: string;
}

const product = /^(src|adapters|jobs|drizzle)\//;

/** Who may import whom, as ARCHITECTURE.md explains; the first rule that an import breaks is told. */
const rules: readonly Rule[] = [
  {
    from: /^src\//,
    except: /^src\/main\.ts$/,
    to: /^(adapters|jobs)\//,
    reason: 'src/ knows no platform and no queue; only src/main.ts puts them together',
  },
  { from: /^adapters\//, to: /^(jobs|drizzle)\//, reason: 'adapters reach the rest through src/ alone' },
  { from: /^jobs\//, to: /^(adapters|drizzle)\//, reason: 'jobs reach the rest through src/ alone' },
  {
    from: /^(src\/(?!store\/)|adapters\/|jobs\/)/,
    to: /^(drizzle\/|drizzle-orm|postgres$)/,
    reason: 'SQL and the schema are for src/store/ alone',
  },
  {
    // Proofs run the bank's own SQL on a scratch server, and BullMQ's Postgres backend takes a pool of `pg`.
    from: /^(src\/(?!bank\/prove\/)|adapters\/)/,
    to: /^pg$/,
    reason: 'Prep speaks with its database through src/store/ and the package postgres',
  },
  {
    from: /^src\/store\//,
    to: /^src\/(?!store\/)[^/]+\//,
    typesAllowed: true,
    reason: 'src/store/ reads and writes what others decide: from them it takes types alone',
  },
  { from: /^drizzle\//, to: /^(src|adapters|jobs)\//, typesAllowed: true, reason: 'the schema depends on no code' },
  {
    from: /^src\//,
    except: /^src\/main\.ts$/,
    to: /^(express|bullmq|ioredis|@slack\/.*|discord\.js|preact.*|htmx\.org)$/,
    reason: 'src/ knows no platform, no web framework and no queue library',
  },
  { from: product, to: /^(tests|scripts|bench)\//, reason: 'what is shipped needs nothing of the workshop' },
];

/** Why an import is refused, or `undefined`. `dependencies` are the packages that a production install has. */
export function refusal(found: FoundImport, dependencies: ReadonlySet<string>): string | undefined {
  const own = adapterOf(found.from);
  const other = found.isPackage ? undefined : adapterOf(found.to);
  if (own && other && own !== other) return 'adapters never import each other';
  const broken = rules.find(
    (rule) =>
      rule.from.test(found.from) &&
      !rule.except?.test(found.from) &&
      rule.to.test(found.to) &&
      !(rule.typesAllowed && found.typesOnly),
  );
  if (broken) return broken.reason;
  if (found.isPackage && !found.typesOnly && product.test(found.from) && !dependencies.has(found.to)) {
    return 'a production install does not have this package';
  }
  return undefined;
}

/**
 * The imports of one file's text: static, re-exported, for effect and dynamic ones with a literal. It reads lines, so an
 * import must begin one, as the formatter sees to.
 */
export function importsOf(file: string, text: string): FoundImport[] {
  const statement = /^\s*(?:import|export)\s+(type\s+)?([^'"`;]*?)\s*from\s*['"]([^'"]+)['"]/gm;
  const effect = /^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*[,)]/gm;
  const found: FoundImport[] = [];
  for (const [, type, names = '', target = ''] of text.matchAll(statement)) {
    const single = /^\{([\s\S]*)\}$/
      .exec(names)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const typesOnly = type !== undefined || (single?.every((name) => /^\s*type\s/.test(name)) ?? false);
    found.push({ from: file, ...resolved(file, target), typesOnly });
  }
  for (const [, static_, dynamic] of text.matchAll(effect)) {
    found.push({ from: file, ...resolved(file, static_ ?? dynamic ?? ''), typesOnly: false });
  }
  return found.filter((one) => !one.to.startsWith('node:'));
}

function resolved(file: string, target: string): { to: string; isPackage: boolean } {
  if (target.startsWith('.')) {
    return { to: path.posix.join(path.posix.dirname(file), target), isPackage: false };
  }
  const parts = target.split('/');
  return { to: parts.slice(0, target.startsWith('@') ? 2 : 1).join('/'), isPackage: true };
}

function adapterOf(file: string): string | undefined {
  return /^adapters\/([^/]+)\//.exec(file)?.[1];
}
