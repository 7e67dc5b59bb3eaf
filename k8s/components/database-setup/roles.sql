-- Roles and schemas of the suite, in a database that is there. Idempotent: it may be run again, and then sets the passwords anew.
-- Each password is a setting of the session, breakwater.<role>: it stands in no file and in no statement that a server logs.
-- Needs an administrator who may create roles and owns the database (PostgreSQL 15 or newer).

DO $$
DECLARE
    service text;
    kind    text;
    role    text;
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;

    FOREACH service IN ARRAY ARRAY['auth', 'ingest', 'admin'] LOOP
        FOREACH kind IN ARRAY ARRAY['owner', 'app', 'retention'] LOOP
            CONTINUE WHEN kind = 'retention' AND service <> 'admin';
            role := service || '_' || kind;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
                EXECUTE format('CREATE ROLE %I LOGIN', role);
            END IF;
            EXECUTE format('ALTER ROLE %I PASSWORD %L', role, current_setting('breakwater.' || role));
            EXECUTE format('ALTER ROLE %I SET search_path = %I', role, service);
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
        END LOOP;

        role := service || '_owner';
        -- Who is no superuser makes a schema for a role only as its member.
        EXECUTE format('GRANT %I TO CURRENT_USER', role);
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, role);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, service || '_app');
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I '
            'GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', role, service, service || '_app');
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I '
            'GRANT USAGE, SELECT ON SEQUENCES TO %I', role, service, service || '_app');
    END LOOP;

    GRANT USAGE ON SCHEMA admin TO admin_retention;
END $$;
