DROP INDEX "rounds_workspace";--> statement-breakpoint
CREATE INDEX "rounds_lately" ON "rounds" USING btree ("workspace_id",coalesce("closed_at", 'infinity'));