/** Projects: create, read, list, change, remove; all above projects, with management keys. */
import { done } from '../../engine/outcome.ts';
import { managementRoute } from '../../platform/http/route.ts';
import { NoContent } from '../../platform/http/shapes.ts';
import { presentCreatedProject, presentProject } from './present.ts';
import {
  CreatedProject,
  Project,
  ProjectId,
  ProjectInput,
  ProjectList,
  ProjectUpdate,
} from './schema.ts';
import { addProject, allProjects, changeProject, deleteProject, getProject } from './service.ts';

const tag = 'Management';

export const projectRoutes = [
  managementRoute({
    operation: 'create-project',
    on: 'POST /management/v1/projects',
    tag,
    does: 'Creates a project and answers its keys, this once',
    may: 'projects.modify',
    body: ProjectInput,
    reply: CreatedProject,
    fails: ['invalid_project_params'],
    async handle({ body }, context) {
      const created = await addProject(context, body);
      return created.ok ? done(presentCreatedProject(created.value)) : created;
    },
  }),
  managementRoute({
    operation: 'list-projects',
    on: 'GET /management/v1/projects',
    tag,
    does: 'Lists all projects, the oldest first',
    may: 'projects.read',
    reply: ProjectList,
    fails: [],
    async handle(_, context) {
      const data = (await allProjects(context)).map(presentProject);
      return done({ object: 'list', data_ref: 'data', data, total: data.length });
    },
  }),
  managementRoute({
    operation: 'get-project',
    on: 'GET /management/v1/projects/:projectId',
    tag,
    does: 'Reads a project',
    may: 'projects.read',
    params: ProjectId,
    reply: Project,
    fails: ['not_found'],
    async handle({ params }, context) {
      const found = await getProject(context, params.projectId);
      return found.ok ? done(presentProject(found.value)) : found;
    },
  }),
  managementRoute({
    operation: 'update-project',
    on: 'PUT /management/v1/projects/:projectId',
    tag,
    does: 'Changes what is given; the rest stays',
    may: 'projects.modify',
    params: ProjectId,
    body: ProjectUpdate,
    reply: Project,
    fails: ['not_found', 'invalid_project_params'],
    async handle({ params, body }, context) {
      const changed = await changeProject(context, params.projectId, body);
      return changed.ok ? done(presentProject(changed.value)) : changed;
    },
  }),
  managementRoute({
    operation: 'delete-project',
    on: 'DELETE /management/v1/projects/:projectId',
    tag,
    does: 'Removes a project with all its data and keys',
    may: 'projects.delete',
    params: ProjectId,
    reply: NoContent,
    status: 204,
    fails: ['not_found'],
    handle: ({ params }, context) => deleteProject(context, params.projectId),
  }),
];
