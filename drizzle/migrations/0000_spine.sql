CREATE TYPE "public"."feedback_mode" AS ENUM('at once', 'at reveal', 'strict');--> statement-breakpoint
CREATE TYPE "public"."occurrence_state" AS ENUM('planned', 'claimed', 'posted', 'missed', 'unknown');--> statement-breakpoint
CREATE TYPE "public"."period_kind" AS ENUM('week', 'month', 'all');--> statement-breakpoint
CREATE TYPE "public"."platform_name" AS ENUM('slack', 'discord', 'web');--> statement-breakpoint
CREATE TYPE "public"."report_state" AS ENUM('open', 'closed');--> statement-breakpoint
CREATE TYPE "public"."round_kind" AS ENUM('asked', 'daily', 'extra');--> statement-breakpoint
CREATE TYPE "public"."round_state" AS ENUM('open', 'closed', 'revealed', 'withdrawn');--> statement-breakpoint
CREATE TYPE "public"."verdict" AS ENUM('right', 'half', 'wrong');--> statement-breakpoint
CREATE TABLE "answers" (
	"round_id" text NOT NULL,
	"player_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"picked" smallint[] NOT NULL,
	"points" smallint NOT NULL,
	"verdict" "verdict" NOT NULL,
	"event_at" timestamp (3) with time zone NOT NULL,
	"final" boolean NOT NULL,
	"credited_at" timestamp (3) with time zone,
	CONSTRAINT "answers_round_id_player_id_pk" PRIMARY KEY("round_id","player_id")
);
--> statement-breakpoint
CREATE TABLE "challenge_days" (
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"local_date" date NOT NULL,
	"number" integer NOT NULL,
	CONSTRAINT "challenge_days_channel_id_local_date_pk" PRIMARY KEY("channel_id","local_date"),
	CONSTRAINT "challenge_days_number" UNIQUE("channel_id","number")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"zone" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"blocked" text,
	CONSTRAINT "channels_external" UNIQUE("workspace_id","external_id"),
	CONSTRAINT "channels_tenant" UNIQUE("id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" "platform_name" NOT NULL,
	"enterprise" text,
	"team" text,
	"installed_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "installations_tenant" UNIQUE NULLS NOT DISTINCT("platform","enterprise","team")
);
--> statement-breakpoint
CREATE TABLE "occurrences" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"schedule_id" text NOT NULL,
	"local_date" date NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"state" "occurrence_state" NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"send_before" timestamp (3) with time zone,
	"posted_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "occurrences_once" UNIQUE("schedule_id","local_date"),
	CONSTRAINT "occurrences_tenant" UNIQUE("id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "players" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"zone" text,
	"profiled_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "players_external" UNIQUE("workspace_id","external_id"),
	CONSTRAINT "players_tenant" UNIQUE("id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"round_id" text NOT NULL,
	"question_id" text NOT NULL,
	"revision" text NOT NULL,
	"player_id" text NOT NULL,
	"reason" text NOT NULL,
	"line" text NOT NULL,
	"state" "report_state" DEFAULT 'open' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"hash" text PRIMARY KEY NOT NULL,
	"question_id" text NOT NULL,
	"body" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"kind" "round_kind" NOT NULL,
	"occurrence_id" text,
	"asked_by" text,
	"question_id" text NOT NULL,
	"revision" text NOT NULL,
	"option_order" smallint[] NOT NULL,
	"feedback" "feedback_mode" NOT NULL,
	"counts" boolean NOT NULL,
	"local_date" date NOT NULL,
	"week_start" date NOT NULL,
	"month_start" date NOT NULL,
	"challenge_day" integer,
	"state" "round_state" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"message" text,
	"edit_lease" timestamp (3) with time zone,
	"edited_at" timestamp (3) with time zone,
	CONSTRAINT "rounds_occurrence_id_unique" UNIQUE("occurrence_id"),
	CONSTRAINT "rounds_tenant" UNIQUE("id","workspace_id"),
	CONSTRAINT "rounds_asked_by_someone" CHECK ("rounds"."kind" = 'daily' or "rounds"."asked_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"local_time" text NOT NULL,
	"zone" text NOT NULL,
	"weekdays" smallint[] NOT NULL,
	"topics" text[] NOT NULL,
	"closes" text NOT NULL,
	"enabled" boolean NOT NULL,
	"next_at" timestamp (3) with time zone,
	"next_date" date,
	"set_up_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"previous" jsonb,
	CONSTRAINT "schedules_tenant" UNIQUE("id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "set_asides" (
	"workspace_id" text NOT NULL,
	"question_id" text NOT NULL,
	"player_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "set_asides_workspace_id_question_id_pk" PRIMARY KEY("workspace_id","question_id")
);
--> statement-breakpoint
CREATE TABLE "standings" (
	"channel_id" text NOT NULL,
	"period" "period_kind" NOT NULL,
	"start" date NOT NULL,
	"player_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"points" integer NOT NULL,
	"answered" integer NOT NULL,
	"right" integer NOT NULL,
	"half" integer NOT NULL,
	CONSTRAINT "standings_channel_id_period_start_player_id_pk" PRIMARY KEY("channel_id","period","start","player_id")
);
--> statement-breakpoint
CREATE TABLE "streaks" (
	"channel_id" text NOT NULL,
	"player_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"last_day" integer NOT NULL,
	"length" integer NOT NULL,
	"best" integer NOT NULL,
	CONSTRAINT "streaks_channel_id_player_id_pk" PRIMARY KEY("channel_id","player_id")
);
--> statement-breakpoint
CREATE TABLE "web_messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "web_messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace" text NOT NULL,
	"channel" text NOT NULL,
	"person" text,
	"key" text,
	"about" text,
	"message" jsonb NOT NULL,
	"posted_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	CONSTRAINT "web_messages_once" UNIQUE("workspace","channel","key")
);
--> statement-breakpoint
CREATE TABLE "web_playgrounds" (
	"workspace" text PRIMARY KEY NOT NULL,
	"just_me" boolean DEFAULT false NOT NULL,
	"made_up" boolean DEFAULT false NOT NULL,
	"ahead_ms" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"installation_id" text NOT NULL,
	"platform" "platform_name" NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspaces_external" UNIQUE("platform","external_id")
);
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_round_id_workspace_id_rounds_id_workspace_id_fk" FOREIGN KEY ("round_id","workspace_id") REFERENCES "public"."rounds"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_days" ADD CONSTRAINT "challenge_days_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_schedule_id_workspace_id_schedules_id_workspace_id_fk" FOREIGN KEY ("schedule_id","workspace_id") REFERENCES "public"."schedules"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "players" ADD CONSTRAINT "players_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_round_id_workspace_id_rounds_id_workspace_id_fk" FOREIGN KEY ("round_id","workspace_id") REFERENCES "public"."rounds"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_revision_revisions_hash_fk" FOREIGN KEY ("revision") REFERENCES "public"."revisions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_occurrence_id_workspace_id_occurrences_id_workspace_id_fk" FOREIGN KEY ("occurrence_id","workspace_id") REFERENCES "public"."occurrences"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_asked_by_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("asked_by","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_set_up_by_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("set_up_by","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standings" ADD CONSTRAINT "standings_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "streaks" ADD CONSTRAINT "streaks_channel_id_workspace_id_channels_id_workspace_id_fk" FOREIGN KEY ("channel_id","workspace_id") REFERENCES "public"."channels"("id","workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "streaks" ADD CONSTRAINT "streaks_player_id_workspace_id_players_id_workspace_id_fk" FOREIGN KEY ("player_id","workspace_id") REFERENCES "public"."players"("id","workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspaces" ADD CONSTRAINT "workspaces_installation_id_installations_id_fk" FOREIGN KEY ("installation_id") REFERENCES "public"."installations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answers_player" ON "answers" USING btree ("player_id");--> statement-breakpoint
CREATE INDEX "answers_uncredited" ON "answers" USING btree ("round_id") WHERE "answers"."credited_at" is null;--> statement-breakpoint
CREATE INDEX "occurrences_unsettled" ON "occurrences" USING btree ("planned_at") WHERE "occurrences"."state" in ('planned', 'claimed');--> statement-breakpoint
CREATE INDEX "reports_open" ON "reports" USING btree ("created_at") WHERE "reports"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "rounds_one_asked" ON "rounds" USING btree ("channel_id") WHERE "rounds"."kind" = 'asked' and "rounds"."state" = 'open';--> statement-breakpoint
CREATE INDEX "rounds_channel" ON "rounds" USING btree ("channel_id","opened_at");--> statement-breakpoint
CREATE INDEX "rounds_workspace" ON "rounds" USING btree ("workspace_id","opened_at");--> statement-breakpoint
CREATE INDEX "rounds_unsettled" ON "rounds" USING btree ("closes_at") WHERE "rounds"."state" in ('open', 'closed');--> statement-breakpoint
CREATE INDEX "schedules_channel" ON "schedules" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_at") WHERE "schedules"."enabled";--> statement-breakpoint
CREATE INDEX "standings_board" ON "standings" USING btree ("channel_id","period","start","points");--> statement-breakpoint
CREATE INDEX "web_messages_channel" ON "web_messages" USING btree ("workspace","channel","id");