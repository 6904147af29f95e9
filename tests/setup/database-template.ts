import postgres from 'postgres';
import { migrate } from '../../src/store/migrate.ts';

/** The migrated, empty database that each test's own is copied from. */
export const templateName = 'prep_template';

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Makes the template on the server at `url`. */
export async function makeTemplate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`create database ${sql(templateName)}`;
  } finally {
    await sql.end();
  }
  await migrate(withDatabase(url, templateName));
}
