// graphile-worker: plain, or tuned by the page on performance of its documentation.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { call, counted, databaseUrl, flag, historyOf, number, payload, serve } from './runner.mjs';

const pgPool = new pg.Pool({ connectionString: databaseUrl, max: number('connections') });
pgPool.on('error', () => {});
pgPool.on('connect', (client) => client.on('error', () => {}));
const logger = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') console.error(message);
});
const keep = flag('history') ? historyOf(pgPool) : undefined;

async function load() {
    const utils = await makeWorkerUtils({ pgPool, logger });
    await utils.migrate();
    await pgPool.query(`CREATE TABLE history (id uuid PRIMARY KEY, job text NOT NULL, phone_number text NOT NULL,
        status text NOT NULL, end_reason text NOT NULL, created_at timestamptz NOT NULL, ended_at timestamptz NOT NULL)`);
    await pgPool.query('CREATE INDEX history_created ON history (created_at DESC, id DESC)');
    for (let n = 0; n < number('leads'); n += 2000) {
        const size = Math.min(2000, number('leads') - n);
        await utils.addJobs(Array.from({ length: size }, (_, i) => ({ identifier: 'call', payload: payload(n + i) })));
    }
    await utils.release();
}

async function task(job, helpers) {
    await call();
    if (keep) await keep(helpers.job.id, job.phone_number);
    counted.done++;
}

await serve({
    load,
    prepare: () => pgPool.query('SELECT 1'),
    go: () =>
        run({
            pgPool,
            logger,
            noHandleSignals: true,
            taskList: { call: task },
            crontab: '',
            preset: {
                worker: {
                    concurrentJobs: number('slots'),
                    ...(flag('tuned') && { localQueue: { size: number('queue') }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }),
                },
            },
        }),
    stop: async () => {},
});
