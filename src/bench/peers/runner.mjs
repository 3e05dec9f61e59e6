// The same wire as the Java worker's: a line in, a line out that begins with "> ". See Worker.java.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export const words = Object.fromEntries(
    process.argv.slice(3).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
);
export const number = (name) => Number(words[name]);
export const flag = (name) => words[name] === 'true';

/** As a URL with its password, which is how the drivers of both peers want it. */
export const databaseUrl = words.reactive.replace('://', `://${words.user}:${words.password}@`);

const padding = 'x'.repeat(256);

/** The n-th job: the same 256 bytes as everybody's. */
export function payload(n) {
    const job = {
        phone_number: `+1201${String(n % 10000000).padStart(7, '0')}`,
        name: `Amelia Wright ${n}`,
        notes: { company: 'Acme Renewals', plan: 'growth', due: '2026-12-01' },
        memo: '',
    };
    job.memo = padding.slice(0, Math.max(0, 256 - JSON.stringify(job).length));
    return job;
}

const starts = [];
const ends = [];
export const counted = { done: 0 };

/** A call: it begins, lasts, and ends. */
export async function call() {
    const recorded = words.journal !== undefined;
    if (recorded) starts.push(process.hrtime.bigint());
    if (number('hold') > 0) await new Promise((resolve) => setTimeout(resolve, number('hold')));
    if (recorded) ends.push(process.hrtime.bigint());
}

/** Inserts history rows: whatever gathers while the last insert is under way is the next one. */
export function historyOf(pool) {
    let waiting = [];
    let busy = false;
    const flush = async () => {
        busy = true;
        while (waiting.length > 0) {
            const batch = waiting;
            waiting = [];
            try {
                await pool.query({
                    name: 'history',
                    text: `INSERT INTO history (id, job, phone_number, status, end_reason, created_at, ended_at)
                           SELECT gen_random_uuid(), t.job, t.phone_number, 'completed', 'user_disconnected', now(), now()
                             FROM unnest($1::text[], $2::text[]) AS t (job, phone_number)`,
                    values: [batch.map((row) => row.job), batch.map((row) => row.phone_number)],
                });
                batch.forEach((row) => row.resolve());
            } catch (error) {
                batch.forEach((row) => row.reject(error));
            }
        }
        busy = false;
    };
    return (job, phone_number) =>
        new Promise((resolve, reject) => {
            waiting.push({ job, phone_number, resolve, reject });
            if (!busy) setImmediate(flush);
            busy = true;
        });
}

/** Does what it is told: loads and ends, or runs. */
export async function serve({ load, prepare, go, stop }) {
    if (process.argv[2] === 'load') {
        await load();
        process.exit(0);
    }
    await prepare();
    const answer = (line) => process.stdout.write(`> ${line}\n`);
    answer('ready');
    for await (const line of createInterface({ input: process.stdin })) {
        if (line === 'go') {
            await go();
            answer('going');
        } else if (line === 'count') {
            answer(counted.done);
        } else if (line === 'stop') {
            if (words.journal !== undefined) {
                writeFileSync(words.journal, starts.map((at) => `s ${at}\n`).concat(ends.map((at) => `e ${at}\n`)).join(''));
            }
            answer('{}');
            await stop();
            process.exit(0);
        }
    }
}
