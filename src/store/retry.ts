import postgres from 'postgres';

/** Postgres: deadlock_detected and serialization_failure; the statement did nothing and may be sent again. */
const passing = new Set(['40P01', '40001']);

/** Runs `statement`, up to three times more where Postgres undid it for the sake of another; `more`: codes that mean so, too. */
export async function retried<T>(statement: () => Promise<T>, more: readonly string[] = []): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await statement();
    } catch (error) {
      if (
        attempt > 3 ||
        !(error instanceof postgres.PostgresError) ||
        !(passing.has(error.code) || more.includes(error.code))
      )
        throw error;
    }
  }
}
