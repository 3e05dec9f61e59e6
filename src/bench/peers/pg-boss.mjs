// pg-boss with as many workers as there are slots; what it has done stays in its table as completed.
import { PgBoss } from 'pg-boss';
import { call, counted, databaseUrl, number, payload, serve } from './runner.mjs';

const QUEUE = 'call';
const boss = new PgBoss({ connectionString: databaseUrl, max: number('connections') });
boss.on('error', (error) => console.error(error.message));

async function load() {
    await boss.start();
    await boss.createQueue(QUEUE);
    for (let n = 0; n < number('leads'); n += 2000) {
        const size = Math.min(2000, number('leads') - n);
        await boss.insert(QUEUE, Array.from({ length: size }, (_, i) => ({ data: payload(n + i) })));
    }
    await boss.stop({ graceful: false });
}

await serve({
    load,
    prepare: () => boss.start(),
    go: () =>
        boss.work(
            QUEUE,
            {
                localConcurrency: number('slots'),
                batchSize: number('batch'),
                pollingIntervalSeconds: 0.5,
                ...(number('batch') > 1 ? { burstWhenBatchFull: true } : { burstWhenReadyExceeds: 1 }),
            },
            async (jobs) => {
                await Promise.all(jobs.map(() => call()));
                counted.done += jobs.length;
            },
        ),
    stop: async () => {},
});
