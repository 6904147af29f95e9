CREATE TYPE "public"."reminder_moment" AS ENUM('post', 'close');--> statement-breakpoint
CREATE TYPE "public"."suggestion_state" AS ENUM('open', 'approved', 'refused', 'withdrawn');--> statement-breakpoint
CREATE TABLE "aways" (
	"workspace_id" text NOT NULL,
	"player_id" text NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	"said_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "aways_player_id_from_date_pk" PRIMARY KEY("player_id","from_date"),
	CONSTRAINT "aways_in_order" CHECK ("aways"."from_date" <= "aways"."to_date")
);
--> statement-breakpoint
CREATE TABLE "daily_totals" (
	"day" date PRIMARY KEY NOT NULL,
	"posted" integer NOT NULL,
	"seconds" double precision NOT NULL,
	"at_most" jsonb NOT NULL,
	"missed" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heartbeat" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "heartbeat_one_row" CHECK ("heartbeat"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "mutes" (
	"workspace_id" text NOT NULL,
	"player_id" text NOT NULL,
	"muted_by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mutes_player_id_pk" PRIMARY KEY("player_id")
);
--> statement-breakpoint
CREATE TABLE "outages" (
	"began" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"ended" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recaps" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"period" "period_kind" NOT NULL,
	"start" date NOT NULL,
	"state" "occurrence_state" NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"send_before" timestamp (3) with time zone,
	"message" text,
	CONSTRAINT "recaps_once" UNIQUE("channel_id","period","start")
);
--> statement-breakpoint
CREATE TABLE "reminded" (
	"workspace_id" text NOT NULL,
	"round_id" text NOT NULL,
	"player_id" text NOT NULL,
	"moment" "reminder_moment" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminded_round_id_player_id_moment_pk" PRIMARY KEY("round_id","player_id","moment")
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"player_id" text NOT NULL,
	"moment" "reminder_moment" NOT NULL,
	CONSTRAINT "reminders_channel_id_player_id_moment_pk" PRIMARY KEY("channel_id","player_id","moment")
);
--> statement-breakpoint
CREATE TABLE "suggestions" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"player_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"state" "suggestion_state" NOT NULL,
	"reason" text,
	"decided_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"question_id" text,
	CONSTRAINT "suggestions_tenant" UNIQUE("id","workspace_id")
);
--> statement-breakpoint
ALTER TABLE "answers" DROP CONSTRAINT "answers_player_id_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "reports" DROP CONSTRAINT "reports_question_id_questions_id_fk";
--> statement-breakpoint
ALTER TABLE "reports" DROP CONSTRAINT "reports_player_id_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "rounds" DROP CONSTRAINT "rounds_question_id_questions_id_fk";
--> statement-breakpoint
ALTER TABLE "rounds" DROP CONSTRAINT "rounds_revision_revisions_hash_fk";
--> statement-breakpoint
ALTER TABLE "rounds" DROP CONSTRAINT "rounds_occurrence_id_workspace_id_occurrences_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "rounds" DROP CONSTRAINT "rounds_asked_by_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "schedules" DROP CONSTRAINT "schedules_set_up_by_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "set_asides" DROP CONSTRAINT "set_asides_player_id_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "standings" DROP CONSTRAINT "standings_player_id_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
ALTER TABLE "streaks" DROP CONSTRAINT "streaks_player_id_workspace_id_players_id_workspace_id_fk";
--> statement-breakpoint
DROP INDEX "schedules_channel";--> statement-breakpoint
ALTER TABLE "challenge_days" ADD COLUMN "excused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "occurrences" ADD COLUMN "untold" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "occurrences" ADD COLUMN "told_in" text;--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "because" jsonb;--> statement-breakpoint
ALTER TABLE "rounds" ADD COLUMN "late" jsonb;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "number" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "rank" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "paused_until" date;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "skip_dates" date[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "holidays" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "stopped" text;--> statement-breakpoint
ALTER TABLE "streaks" ADD COLUMN "freezes" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "aways" ADD CONSTRAINT "aways_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mutes" ADD CONSTRAINT "mutes_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mutes" ADD CONSTRAINT "mutes_muted_by_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("muted_by","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recaps" ADD CONSTRAINT "recaps_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminded" ADD CONSTRAINT "reminded_round_id_workspace_id_rounds_id_workspace_id_fk" FOREIGN KEY ("round_id","workspace_id") REFERENCES "public"."rounds"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminded" ADD CONSTRAINT "reminded_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_decided_by_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("decided_by","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recaps_unsettled" ON "recaps" USING btree ("send_before") WHERE "recaps"."state" in ('planned', 'claimed');--> statement-breakpoint
CREATE INDEX "suggestions_state" ON "suggestions" USING btree ("workspace_id","state","created_at");--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_revision_revisions_hash_fk" FOREIGN KEY ("revision") REFERENCES "public"."revisions"("hash") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_occurrence_id_workspace_id_occurrences_id_workspace_id_fk" FOREIGN KEY ("occurrence_id","workspace_id") REFERENCES "public"."occurrences"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_asked_by_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("asked_by","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_set_up_by_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("set_up_by","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "streaks" ADD CONSTRAINT "streaks_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "occurrences_untold" ON "occurrences" USING btree ("schedule_id") WHERE "occurrences"."untold";--> statement-breakpoint
CREATE INDEX "occurrences_planned" ON "occurrences" USING brin ("planned_at");--> statement-breakpoint
CREATE INDEX "rounds_had" ON "rounds" USING btree ("channel_id","question_id","opened_at") WHERE "rounds"."state" <> 'withdrawn';--> statement-breakpoint
CREATE INDEX "rounds_open" ON "rounds" USING btree ("channel_id") WHERE "rounds"."state" = 'open';--> statement-breakpoint
CREATE INDEX "streaks_uncounted" ON "streaks" USING btree ("channel_id") WHERE "streaks"."last_day" = -1;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_number" UNIQUE("channel_id","number");