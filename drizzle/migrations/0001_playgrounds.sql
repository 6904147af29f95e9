CREATE TABLE "web_playgrounds" (
	"workspace" text PRIMARY KEY NOT NULL,
	"just_me" boolean DEFAULT false NOT NULL,
	"made_up" boolean DEFAULT false NOT NULL
);
