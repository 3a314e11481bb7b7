import { randomBytes } from 'node:crypto';
import { ok, type Reply, refuse } from '../server/reply.ts';
import { type Shape, validBody } from '../server/validate.ts';
import type { ExportJob } from '../state/transient.ts';
import { connectionAt } from './connections.ts';
import type { ManagementCall, ManagementRoute } from './route.ts';

/** Where finished exports can be fetched: an origin of its own. */
export interface Downloads {
  /** A signed address, valid for a minute. */
  address(job: ExportJob): Promise<string>;
}

const shape: Shape = {
  type: 'object',
  properties: {
    connection_id: { type: 'string' },
    format: { type: 'string', enum: ['json', 'csv'] },
    limit: { type: 'integer', minimum: 1 },
    fields: {
      type: 'array',
      maxItems: 30,
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, export_as: { type: 'string' } },
        required: ['name'],
        closed: true,
      },
    },
  },
  closed: true,
};

/** Polls until an export is done: the first two answers say pending and processing. */
const pollsUntilDone = 2;

/** `/jobs`: users exports. */
export function jobRoutes(downloads: Downloads): readonly ManagementRoute[] {
  return [
    {
      method: 'POST',
      path: '/jobs/users-exports',
      scopes: [['read:users']],
      title: 'Create job to export users',
      handle: create,
    },
    {
      method: 'GET',
      path: '/jobs/:id',
      scopes: [['create:users', 'read:users']],
      handle: (call) => poll(call, downloads),
    },
  ];
}

function create({ tenant, body }: ManagementCall): Reply {
  const wanted = validBody<Omit<ExportJob, 'id' | 'created_at' | 'polled'>>(body, shape);
  if (wanted.connection_id !== undefined) connectionAt(tenant, wanted.connection_id);
  if (wanted.format === 'csv' && wanted.fields === undefined) {
    throw refuse(400, 'fields are required when the format is csv', 'invalid_body');
  }
  const job: ExportJob = {
    ...wanted,
    format: wanted.format ?? 'json',
    id: `job_${randomBytes(8).toString('hex')}`,
    created_at: tenant.iso(),
    polled: 0,
  };
  tenant.transient.jobs.put(job.id, job);
  return ok({ ...view(job), status: 'pending' });
}

async function poll({ tenant, params }: ManagementCall, downloads: Downloads): Promise<Reply> {
  const id = params.id ?? '';
  const job = tenant.transient.jobs.get(id);
  if (job === undefined) throw refuse(404, 'The job does not exist', 'inexistent_job');
  const polled = job.polled + 1;
  tenant.transient.jobs.update(id, { ...job, polled });
  if (polled <= pollsUntilDone) {
    const status = polled === 1 ? 'pending' : 'processing';
    return ok({ ...view(job), status, percentage_done: (polled - 1) * 50, time_left_seconds: 1 });
  }
  const location = await downloads.address(job);
  return ok({ ...view(job), status: 'completed', percentage_done: 100, location });
}

function view({ polled: _polled, ...job }: ExportJob): Readonly<Record<string, unknown>> {
  return { ...job, type: 'users_export', connection: job.connection_id ?? '' };
}
