import postgres from 'postgres';
import { freshDatabase } from '../setup/database.ts';
import { backendSuite } from './backend.case.ts';

backendSuite({
  name: 'postgres',
  async open() {
    const database = await freshDatabase();
    const sql = postgres(database.url, { max: 1, connection: { application_name: 'the test' } });
    return {
      url: database.url,
      async connections() {
        const [row] = await sql<{ n: number }[]>`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and application_name <> 'the test'`;
        return row?.n ?? 0;
      },
      async close() {
        await sql.end();
        await database.drop();
      },
    };
  },
});
