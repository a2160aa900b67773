import { suggestions as suggestionRules } from './elements.js';
import { type Control, controlsOf, findControl } from './find.js';
import { chosenValue, complaint, Forms, textOf } from './forms.js';
import { actionPayload, closedPayload, isOpenView, submissionPayload, suggestionPayload } from './payloads.js';
import { isFields, listOf } from './rules.js';
import type {
  Choice,
  ChooseOptions,
  ClickOptions,
  Delivery,
  Fields,
  Person,
  Posted,
  Route,
  SubmitOptions,
  View,
} from './types.js';
import { changeView } from './view-methods.js';
import type { Message, OpenView, Workspace } from './workspace.js';

export type Deliver = (payload: Fields, via?: Route) => Promise<Delivery>;

/** What people do to messages and views of the app. */
export class Interactions {
  readonly #workspace: Workspace;
  readonly #deliver: Deliver;
  readonly #forms = new Forms();

  constructor(workspace: Workspace, deliver: Deliver) {
    this.#workspace = workspace;
    this.#deliver = deliver;
  }

  async click(shown: Posted | View, name: string, { user, via, value }: ClickOptions = {}): Promise<Delivery> {
    const target = this.#open(shown, user);
    const control = findControl(target, name);
    const { type, text, value: own, style } = control.element;
    if (type !== 'button') throw new Error(`${name} is no button but ${type}`);
    const sent = value ?? own;
    const pressed = { type, text, ...(sent === undefined ? {} : { value: sent }), ...(style ? { style } : {}) };
    return this.#act(target, control, pressed, user, via);
  }

  async choose(
    shown: Posted | View,
    name: string,
    value: string | readonly string[],
    { user, via, forged = false }: ChooseOptions = {},
  ): Promise<Delivery | null> {
    const target = this.#open(shown, user);
    const control = findControl(target, name);
    if (control.element.type === 'button') throw new Error(`${name} is a button; click it`);
    const wanted = typeof value === 'string' ? [value] : value;
    const chosen = chosenValue(control, this.#forms.options(target, control), wanted, forged);
    this.#forms.set(target, control, chosen);
    const silent = control.input !== null && control.input.dispatch_action !== true;
    return silent ? null : this.#act(target, control, chosen, user, via);
  }

  async suggest(
    shown: Posted | View,
    name: string,
    typed: string,
    { user, via }: Person = {},
  ): Promise<readonly Choice[]> {
    const target = this.#open(shown, user);
    const control = findControl(target, name);
    if (!String(control.element.type).includes('external')) throw new Error(`${name} has no external options`);
    if (typed.length < Number(control.element.min_query_length ?? 3)) return [];
    const values = this.#forms.valuesOf(target);
    const payload = suggestionPayload(this.#workspace, user ?? personOf(target), target, values, control, typed);
    const { acked, ackBody } = await this.#deliver(payload, via);
    if (!acked) throw new Error(`the app offered nothing for “${typed}” in time`);
    const options = suggestedOptions(ackBody, this.#workspace);
    this.#forms.offer(target, control, options);
    return options.map((option) => ({ text: textOf(option), value: String(option.value) }));
  }

  async submit(shown: View, { user, via, values }: SubmitOptions = {}): Promise<Delivery> {
    const view = this.#openView(shown, user);
    if (view.type !== 'modal' || view.content.submit === undefined) throw new Error('this view has no submit button');
    if (values === undefined) this.#checkForm(view);
    const sent = values ?? this.#forms.valuesOf(view);
    const delivery = await this.#deliver(submissionPayload(this.#workspace, user ?? view.user, view, sent), via);
    if (delivery.acked) applyResponse(this.#workspace, view, delivery.ackBody);
    return delivery;
  }

  async dismiss(shown: View, { user, via }: Person = {}): Promise<Delivery | null> {
    const view = this.#openView(shown, user);
    if (view.type !== 'modal') throw new Error('only a modal can be closed');
    view.closed = true;
    if (view.content.notify_on_close !== true) return null;
    const payload = closedPayload(this.#workspace, user ?? view.user, view, this.#forms.valuesOf(view));
    return this.#deliver(payload, via);
  }

  #act(target: Message | OpenView, control: Control, value: Fields, user = personOf(target), via?: Route) {
    const values = this.#forms.valuesOf(target);
    return this.#deliver(actionPayload(this.#workspace, user, target, values, control, value), via);
  }

  #checkForm(view: OpenView): void {
    const problems = controlsOf(view.blocks).flatMap((control) => {
      const problem = complaint(control, this.#forms.valueOf(view, control));
      return problem === null ? [] : [`${control.blockId} ${problem}`];
    });
    if (problems.length > 0) throw new Error(`the form cannot be sent: ${problems.join(', ')}`);
  }

  #open(shown: Posted | View, user: string | undefined): Message | OpenView {
    if ('id' in shown) return this.#openView(shown, user);
    const message = this.#workspace.messages.find(({ ts }) => ts === shown.ts);
    if (!message || message.deleted) throw new Error('this message is gone');
    if (message.user !== undefined && user !== undefined && user !== message.user)
      throw new Error(`only ${message.user} sees this message`);
    return message;
  }

  #openView(shown: View, user: string | undefined): OpenView {
    const { views, homes } = this.#workspace;
    const view = shown.type === 'home' ? homes.get(shown.user) : views.get(shown.id);
    if (!view || view.closed) throw new Error('this view is closed');
    if (user !== undefined && user !== view.user) throw new Error(`only ${view.user} sees this view`);
    return view;
  }
}

/** Who acts where the test names nobody. */
const personOf = (target: Message | OpenView): string => (isOpenView(target) ? target.user : (target.user ?? 'U0ANN'));

function suggestedOptions(body: unknown, workspace: Workspace): readonly Fields[] {
  const problems: string[] = [];
  const problem = (path: string, what: string) => problems.push(`${what} at ${path}`);
  suggestionRules(body, '', { ...workspace.context(), surface: 'modal', problem });
  if (problems.length > 0 || !isFields(body))
    throw new Error(`Slack cannot show these options: ${problems.join(', ')}`);
  return [...listOf(body.options), ...listOf(body.option_groups).flatMap((group) => listOf(group.options))];
}

/** Does what a submission was acknowledged with; throws where Slack would say that the app has a problem. */
function applyResponse(workspace: Workspace, view: OpenView, body: unknown): void {
  if (body === undefined) {
    view.closed = true;
    return;
  }
  const { response_action: action, errors, view: next } = isFields(body) ? body : {};
  if (action === 'clear') view.closed = true;
  else if (action === 'update') changeView(workspace, view, next);
  else if (action === 'errors') view.errors = checkedErrors(view, errors);
  else throw new Error(`Slack cannot do this after a submission: ${JSON.stringify(body)}`);
}

function checkedErrors(view: OpenView, errors: unknown): Readonly<Record<string, string>> {
  const inputs = controlsOf(view.blocks).filter(({ input }) => input !== null);
  const checked = isFields(errors) ? Object.entries(errors) : [];
  for (const [blockId, text] of checked) {
    const known = inputs.some((control) => control.blockId === blockId);
    if (!known || typeof text !== 'string' || text === '') throw new Error(`Slack cannot show this error: ${blockId}`);
  }
  if (checked.length === 0) throw new Error('a submission was refused without an error');
  return Object.fromEntries(checked.map(([blockId, text]) => [blockId, String(text)]));
}
