import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Question } from '../src/bank/format.ts';
import type { Because } from '../src/quiz/because.ts';
import type { Late } from '../src/schedule/late.ts';
import type { ScheduleTerms } from '../src/schedule/terms.ts';
import type { StoredSettings } from '../src/settings.ts';
import type { Message } from '../src/view/message.ts';

/*
 * Every tenant row carries its workspace, and foreign keys are composite (id, workspace), so that Postgres itself refuses
 * a foreign tenant's row. All of them cascade: a workspace is deleted with everything in it.
 * Ids are random text and opaque. Times are timestamptz; local dates are `date` beside a zone.
 */

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const platformName = pgEnum('platform_name', ['slack', 'discord', 'web']);

/** One installation of Prep on a platform; an organisation-wide one serves many workspaces. */
export const installations = pgTable(
  'installations',
  {
    id: text('id').primaryKey(),
    platform: platformName('platform').notNull(),
    enterprise: text('enterprise'),
    team: text('team'),
    installedAt: moment('installed_at').notNull(),
    /** set when the platform said that it is over */
    removedAt: moment('removed_at'),
  },
  (t) => [unique('installations_tenant').on(t.platform, t.enterprise, t.team).nullsNotDistinct()],
);

export const workspaces = pgTable(
  'workspaces',
  {
    id: text('id').primaryKey(),
    installation: text('installation_id')
      .notNull()
      .references(() => installations.id),
    platform: platformName('platform').notNull(),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [unique('workspaces_external').on(t.platform, t.externalId)],
);

/** Where questions are posted. `zone` is null until somebody says it or the platform knows it. */
export const channels = pgTable(
  'channels',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    zone: text('zone'),
    settings: jsonb('settings').$type<StoredSettings>().notNull().default({}),
    /** why nothing can be posted here at the moment: a platform error's code */
    blocked: text('blocked'),
  },
  (t) => [unique('channels_external').on(t.workspace, t.externalId), unique('channels_tenant').on(t.id, t.workspace)],
);

/** One person in one workspace. A deleted player becomes a tombstone without a name. */
export const players = pgTable(
  'players',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    zone: text('zone'),
    /** when name and zone were last read from the platform */
    profiledAt: moment('profiled_at').notNull(),
    deletedAt: moment('deleted_at'),
  },
  (t) => [unique('players_external').on(t.workspace, t.externalId), unique('players_tenant').on(t.id, t.workspace)],
);

/** Every question that was ever asked here; workspace null is the bank. The body is in its revisions. */
export const questions = pgTable('questions', {
  id: text('id').primaryKey(),
  workspace: text('workspace_id').references(() => workspaces.id, { onDelete: 'cascade' }),
});

/** The whole body of a question as it once was; rounds are rendered, scored and revealed by it, whatever the bank says later. */
export const revisions = pgTable('revisions', {
  hash: text('hash').primaryKey(),
  question: text('question_id')
    .notNull()
    .references(() => questions.id, { onDelete: 'cascade' }),
  body: jsonb('body').$type<Question>().notNull(),
});

/** Questions that a manager set aside: not asked any more in that workspace. */
export const setAsides = pgTable(
  'set_asides',
  {
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    question: text('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'cascade' }),
    by: text('player_id').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspace, t.question] }),
    foreignKey({ columns: [t.by, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete('cascade'),
  ],
);

/** When a channel gets its daily challenge; a channel may have several, told apart by `number`. `off` keeps the row. */
export const schedules = pgTable(
  'schedules',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    channel: text('channel_id').notNull(),
    /** the channel's first, second ...: how people name it */
    number: smallint('number').notNull().default(1),
    /** the workspace's first, second ... in the order they were set up: who goes first of many that are due together */
    rank: integer('rank').notNull().default(1),
    /** "09:00" */
    localTime: text('local_time').notNull(),
    zone: text('zone').notNull(),
    /** ISO weekdays, 1 Monday to 7 Sunday */
    weekdays: smallint('weekdays').array().notNull(),
    /** taxonomy paths; empty means everything */
    topics: text('topics').array().notNull(),
    /** "next", "17:00" or "6h" */
    closes: text('closes').notNull(),
    /** the first local date that may have an occurrence again; null if it is not paused */
    pausedUntil: date('paused_until', { mode: 'string' }),
    /** local dates without an occurrence */
    skipDates: date('skip_dates', { mode: 'string' }).array().notNull().default([]),
    /** whose public holidays have no occurrence: a country, or a country and its region ("DE", "DE-BY"); null for none */
    holidays: text('holidays'),
    enabled: boolean('enabled').notNull(),
    /** the next occurrence that is still to come; null while off */
    nextAt: moment('next_at'),
    nextDate: date('next_date', { mode: 'string' }),
    setUpBy: text('set_up_by').notNull(),
    changedAt: moment('changed_at').notNull(),
    /** why it is off if nobody turned it off: 'quiet' after ten occurrences in a row without an answer */
    stopped: text('stopped'),
    /** how it was before the last change, for Undo; null if it is new */
    previous: jsonb('previous').$type<ScheduleTerms & { enabled: boolean }>(),
  },
  (t) => [
    unique('schedules_tenant').on(t.id, t.workspace),
    unique('schedules_number').on(t.channel, t.number),
    index('schedules_due').on(t.nextAt).where(sql`${t.enabled}`),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.setUpBy, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

export const occurrenceState = pgEnum('occurrence_state', ['planned', 'claimed', 'posted', 'missed', 'unknown']);

/** One local date of a schedule: posted at most once, whatever dies at whatever point. */
export const occurrences = pgTable(
  'occurrences',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id').notNull(),
    schedule: text('schedule_id').notNull(),
    localDate: date('local_date', { mode: 'string' }).notNull(),
    plannedAt: moment('planned_at').notNull(),
    state: occurrenceState('state').notNull(),
    attempt: integer('attempt').notNull().default(0),
    /** claimed: the request may only begin before this moment, and nobody takes over before it is well past; planned: not to be tried before it */
    sendBefore: moment('send_before'),
    postedAt: moment('posted_at'),
    /** why it was missed, is unknown, or was late */
    reason: text('reason'),
    /** it was missed, and the person who set it up couldn't be told: the channel's next post says it */
    untold: boolean('untold').notNull().default(false),
    /** the round whose post says so, instead of telling that person */
    toldIn: text('told_in'),
  },
  (t) => [
    unique('occurrences_once').on(t.schedule, t.localDate),
    unique('occurrences_tenant').on(t.id, t.workspace),
    index('occurrences_unsettled').on(t.plannedAt).where(sql`${t.state} in ('planned', 'claimed')`),
    index('occurrences_untold').on(t.schedule).where(sql`${t.untold}`),
    // Rows come in the order of their moments, so that this one costs a post next to nothing.
    index('occurrences_planned').using('brin', t.plannedAt),
    foreignKey({ columns: [t.schedule, t.workspace], foreignColumns: [schedules.id, schedules.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** Days with at least one posted occurrence in a channel, numbered when posted: streaks count these numbers. */
export const challengeDays = pgTable(
  'challenge_days',
  {
    workspace: text('workspace_id').notNull(),
    channel: text('channel_id').notNull(),
    localDate: date('local_date', { mode: 'string' }).notNull(),
    number: integer('number').notNull(),
    /** it came more than two hours late: who missed it loses no streak */
    excused: boolean('excused').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.localDate] }),
    unique('challenge_days_number').on(t.channel, t.number),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

export const roundState = pgEnum('round_state', ['open', 'closed', 'revealed', 'withdrawn']);
export const roundKind = pgEnum('round_kind', ['asked', 'daily', 'extra']);
export const feedbackMode = pgEnum('feedback_mode', ['at once', 'at reveal', 'strict']);

/**
 * One question asked in one channel. It is committed `open` before it is sent, because clicks can arrive before the post
 * is recorded. It holds no counter of answers: a hot row would halve the throughput.
 */
export const rounds = pgTable(
  'rounds',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id').notNull(),
    channel: text('channel_id').notNull(),
    kind: roundKind('kind').notNull(),
    occurrence: text('occurrence_id').unique(),
    askedBy: text('asked_by'),
    question: text('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'cascade' }),
    revision: text('revision')
      .notNull()
      .references(() => revisions.hash, { onDelete: 'cascade' }),
    /** which option of the revision stands at each letter */
    optionOrder: smallint('option_order').array().notNull(),
    feedback: feedbackMode('feedback').notNull(),
    /** does it score on the channel's board */
    counts: boolean('counts').notNull(),
    /** fixed at opening: its answers count there for ever */
    localDate: date('local_date', { mode: 'string' }).notNull(),
    weekStart: date('week_start', { mode: 'string' }).notNull(),
    monthStart: date('month_start', { mode: 'string' }).notNull(),
    challengeDay: integer('challenge_day'),
    /** why this question was chosen */
    because: jsonb('because').$type<Because>(),
    /** why it came late; null if it came in time */
    late: jsonb('late').$type<Late>(),
    state: roundState('state').notNull(),
    openedAt: moment('opened_at').notNull(),
    closesAt: moment('closes_at').notNull(),
    closedAt: moment('closed_at'),
    /** the platform's id of the message; null until the post is recorded */
    message: text('message'),
    /** one edit of the message at a time, over all processes; edits are paced by `edited_at` */
    editLease: moment('edit_lease'),
    editedAt: moment('edited_at'),
  },
  (t) => [
    unique('rounds_tenant').on(t.id, t.workspace),
    /** one asked round is open per channel at a time */
    uniqueIndex('rounds_one_asked').on(t.channel).where(sql`${t.kind} = 'asked' and ${t.state} = 'open'`),
    index('rounds_channel').on(t.channel, t.openedAt),
    /** when a channel had a question before */
    index('rounds_had').on(t.channel, t.question, t.openedAt).where(sql`${t.state} <> 'withdrawn'`),
    index('rounds_open').on(t.channel).where(sql`${t.state} = 'open'`),
    /** what a workspace had lately, whatever it had before */
    index('rounds_lately').on(t.workspace, sql`coalesce(${t.closedAt}, 'infinity')`),
    index('rounds_unsettled').on(t.closesAt).where(sql`${t.state} in ('open', 'closed')`),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({
      columns: [t.occurrence, t.workspace],
      foreignColumns: [occurrences.id, occurrences.workspace],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.askedBy, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
    check('rounds_asked_by_someone', sql`${t.kind} = 'daily' or ${t.askedBy} is not null`),
  ],
);

export const verdict = pgEnum('verdict', ['right', 'half', 'wrong']);

/** One player's one pick in a round. `picked` holds indices into the revision's options, ascending. */
export const answers = pgTable(
  'answers',
  {
    round: text('round_id').notNull(),
    player: text('player_id').notNull(),
    workspace: text('workspace_id').notNull(),
    picked: smallint('picked').array().notNull(),
    points: smallint('points').notNull(),
    verdict: verdict('verdict').notNull(),
    /** when Prep received the click */
    eventAt: moment('event_at').notNull(),
    final: boolean('final').notNull(),
    /** when it went into standings, if its round counts */
    creditedAt: moment('credited_at'),
  },
  (t) => [
    primaryKey({ columns: [t.round, t.player] }),
    index('answers_player').on(t.player),
    index('answers_uncredited').on(t.round).where(sql`${t.creditedAt} is null`),
    foreignKey({ columns: [t.round, t.workspace], foreignColumns: [rounds.id, rounds.workspace] }).onDelete('cascade'),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

export const periodKind = pgEnum('period_kind', ['week', 'month', 'all']);

/** A player's credited totals in a channel and period: always the sum of the credited answers. */
export const standings = pgTable(
  'standings',
  {
    channel: text('channel_id').notNull(),
    period: periodKind('period').notNull(),
    start: date('start', { mode: 'string' }).notNull(),
    player: text('player_id').notNull(),
    workspace: text('workspace_id').notNull(),
    points: integer('points').notNull(),
    answered: integer('answered').notNull(),
    right: integer('right').notNull(),
    half: integer('half').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.period, t.start, t.player] }),
    index('standings_board').on(t.channel, t.period, t.start, t.points),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** Consecutive challenge days on which a player answered, right or wrong. */
export const streaks = pgTable(
  'streaks',
  {
    channel: text('channel_id').notNull(),
    player: text('player_id').notNull(),
    workspace: text('workspace_id').notNull(),
    /** -1 until it is counted again from the log */
    lastDay: integer('last_day').notNull(),
    length: integer('length').notNull(),
    best: integer('best').notNull(),
    /** missed days that are forgiven by themselves: one earned per 7 days in a row, at most 2 held */
    freezes: smallint('freezes').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.player] }),
    index('streaks_uncounted').on(t.channel).where(sql`${t.lastDay} = -1`),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** Local dates on which a player said beforehand to be away: they break no streak. */
export const aways = pgTable(
  'aways',
  {
    workspace: text('workspace_id').notNull(),
    player: text('player_id').notNull(),
    /** the first and the last local date, both included */
    fromDate: date('from_date', { mode: 'string' }).notNull(),
    toDate: date('to_date', { mode: 'string' }).notNull(),
    saidAt: moment('said_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.player, t.fromDate] }),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
    check('aways_in_order', sql`${t.fromDate} <= ${t.toDate}`),
  ],
);

export const reminderMoment = pgEnum('reminder_moment', ['post', 'close']);

/** Who asked to be told privately in a channel: at the post, or before the close if they haven't answered. */
export const reminders = pgTable(
  'reminders',
  {
    workspace: text('workspace_id').notNull(),
    channel: text('channel_id').notNull(),
    player: text('player_id').notNull(),
    moment: reminderMoment('moment').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.player, t.moment] }),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** Reminders that went out, marked before they are sent: at most one per person, question and moment. */
export const reminded = pgTable(
  'reminded',
  {
    workspace: text('workspace_id').notNull(),
    round: text('round_id').notNull(),
    player: text('player_id').notNull(),
    moment: reminderMoment('moment').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.round, t.player, t.moment] }),
    foreignKey({ columns: [t.round, t.workspace], foreignColumns: [rounds.id, rounds.workspace] }).onDelete('cascade'),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** The recap of a channel's week or month: claimed and posted like an occurrence, at most once. */
export const recaps = pgTable(
  'recaps',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id').notNull(),
    channel: text('channel_id').notNull(),
    period: periodKind('period').notNull(),
    start: date('start', { mode: 'string' }).notNull(),
    state: occurrenceState('state').notNull(),
    attempt: integer('attempt').notNull().default(0),
    sendBefore: moment('send_before'),
    message: text('message'),
  },
  (t) => [
    unique('recaps_once').on(t.channel, t.period, t.start),
    index('recaps_unsettled').on(t.sendBefore).where(sql`${t.state} in ('planned', 'claimed')`),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** When some process of Prep last swept, in one row: a gap to now is a time in which Prep was down. */
export const heartbeat = pgTable(
  'heartbeat',
  { id: smallint('id').primaryKey().default(1), at: moment('at').notNull() },
  (t) => [check('heartbeat_one_row', sql`${t.id} = 1`)],
);

/** What became of the occurrences of a day (of UTC) that is long over, everywhere together: for /metrics, which can't read all of them. */
export const dailyTotals = pgTable('daily_totals', {
  day: date('day', { mode: 'string' }).primaryKey(),
  posted: integer('posted').notNull(),
  /** how late they came, all together */
  seconds: doublePrecision('seconds').notNull(),
  /** a limit in seconds → how many came at most so late */
  atMost: jsonb('at_most').$type<Readonly<Record<string, number>>>().notNull(),
  /** why they were missed → how many */
  missed: jsonb('missed').$type<Readonly<Record<string, number>>>().notNull(),
});

/** Times in which no process of Prep was running. */
export const outages = pgTable('outages', {
  began: moment('began').primaryKey(),
  ended: moment('ended').notNull(),
});

export const suggestionState = pgEnum('suggestion_state', ['open', 'approved', 'refused', 'withdrawn']);

/** Questions that people of a workspace wrote for it; an approved one is a question of that workspace alone. */
export const suggestions = pgTable(
  'suggestions',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    player: text('player_id').notNull(),
    /** the channel it was suggested in: where its author and the managers are answered */
    channel: text('channel_id').notNull(),
    body: jsonb('body').$type<Question>().notNull(),
    state: suggestionState('state').notNull(),
    /** why it was refused, in a manager's words */
    reason: text('reason'),
    decidedBy: text('decided_by'),
    createdAt: moment('created_at').notNull(),
    decidedAt: moment('decided_at'),
    /** the question that it became */
    question: text('question_id').references(() => questions.id, { onDelete: 'set null' }),
  },
  (t) => [
    unique('suggestions_tenant').on(t.id, t.workspace),
    index('suggestions_state').on(t.workspace, t.state, t.createdAt),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.decidedBy, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.channel, t.workspace], foreignColumns: [channels.id, channels.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** People whose suggestions a manager doesn't want to see any more. */
export const mutes = pgTable(
  'mutes',
  {
    workspace: text('workspace_id').notNull(),
    player: text('player_id').notNull(),
    by: text('muted_by').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.player] }),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.by, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete('cascade'),
  ],
);

export const reportState = pgEnum('report_state', ['open', 'closed']);

export const reports = pgTable(
  'reports',
  {
    id: text('id').primaryKey(),
    workspace: text('workspace_id').notNull(),
    round: text('round_id').notNull(),
    question: text('question_id')
      .notNull()
      .references(() => questions.id, { onDelete: 'cascade' }),
    revision: text('revision').notNull(),
    player: text('player_id').notNull(),
    reason: text('reason').notNull(),
    line: text('line').notNull(),
    state: reportState('state').notNull().default('open'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    index('reports_open').on(t.createdAt).where(sql`${t.state} = 'open'`),
    foreignKey({ columns: [t.round, t.workspace], foreignColumns: [rounds.id, rounds.workspace] }).onDelete('cascade'),
    foreignKey({ columns: [t.player, t.workspace], foreignColumns: [players.id, players.workspace] }).onDelete(
      'cascade',
    ),
  ],
);

/** The messages of the web platform: its own history, as Slack and Discord keep theirs. `person` null: everybody in the channel sees it. */
export const webMessages = pgTable(
  'web_messages',
  {
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    workspace: text('workspace').notNull(),
    channel: text('channel').notNull(),
    person: text('person'),
    key: text('key'),
    about: text('about'),
    message: jsonb('message').$type<Message>().notNull(),
    postedAt: moment('posted_at').notNull(),
    editedAt: moment('edited_at'),
  },
  (t) => [
    unique('web_messages_once').on(t.workspace, t.channel, t.key),
    index('web_messages_channel').on(t.workspace, t.channel, t.id),
  ],
);

/** What was chosen in a playground; one row a playground. */
export const webPlaygrounds = pgTable('web_playgrounds', {
  workspace: text('workspace').primaryKey(),
  /** the simulated teammates are off */
  justMe: boolean('just_me').notNull().default(false),
  /** its history was filled with made-up play, and its pages say so */
  madeUp: boolean('made_up').notNull().default(false),
  /** how far ahead of the machine's its own time is, after its clock bar was used */
  aheadMs: bigint('ahead_ms', { mode: 'number' }).notNull().default(0),
});
