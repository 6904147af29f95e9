/** What every proof's database has: the schema `prove`, described in the proof's format. */
export const proveSchema = `
create schema prove;
create table prove.steps (name text primary key, rows jsonb not null, count int, sqlstate text, message text, waited boolean not null);

create function prove.step(wanted text) returns prove.steps language plpgsql volatile as $$
declare found_step prove.steps;
begin
  select * into found_step from prove.steps where name = wanted;
  if not found then raise exception 'no step is named %', wanted; end if;
  return found_step;
end $$;
create function prove.value(step text) returns text language sql volatile as $$ select (prove.step($1)).rows #>> '{0,0}' $$;
create function prove.rows(step text) returns jsonb language sql volatile as $$ select (prove.step($1)).rows $$;
create function prove.count(step text) returns int language sql volatile as $$ select (prove.step($1)).count $$;
create function prove.error(step text) returns text language sql volatile as $$ select (prove.step($1)).sqlstate $$;
create function prove.waited(step text) returns boolean language sql volatile as $$ select (prove.step($1)).waited $$;

create function prove.sqlstate(statement text) returns text language plpgsql volatile as $$
begin
  execute statement;
  return null;
exception when others then
  return sqlstate;
end $$;

create function prove.plan(query text) returns text language plpgsql volatile as $$
declare line text; lines text[] := '{}';
begin
  for line in execute 'explain (costs off) ' || query loop lines := lines || line; end loop;
  return array_to_string(lines, E'\\n');
end $$;

create function prove.analyze(query text) returns jsonb language plpgsql volatile as $$
declare plan json;
begin
  execute 'explain (analyze, buffers, timing off, format json) ' || query into plan;
  return plan::jsonb -> 0;
end $$;

grant usage on schema prove to public;
grant all on all tables in schema prove to public;
`;
