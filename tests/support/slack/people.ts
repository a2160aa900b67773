import { openDirect, visibleChannel } from './channels.js';
import { contentOf } from './content.js';
import { commandPayload, eventPayload } from './payloads.js';
import { postReply } from './response-urls.js';
import { isFields } from './rules.js';
import type { EnvelopeType } from './sockets.js';
import { escaped, sentByCommand, sentByMessage } from './typed.js';
import type { CommandOptions, Delivery, EventDelivery, EventOptions, Fields, MentionOptions, Route } from './types.js';
import { viewBody } from './view-methods.js';
import { BOT, directChannel, TEAM, type Workspace } from './workspace.js';

export type Carry = (type: EnvelopeType, payload: Fields, via?: Route, retry?: number) => Promise<Delivery>;

/** What people type. */
export class People {
  readonly #workspace: Workspace;
  readonly #carry: Carry;

  constructor(workspace: Workspace, carry: Carry) {
    this.#workspace = workspace;
    this.#carry = carry;
  }

  async command(text: string, options: CommandOptions = {}): Promise<Delivery> {
    const { user = 'U0ANN', channel = 'C0GENERAL', escape: escapes = true, via } = options;
    this.#needs('commands');
    if (channel === directChannel(user)) openDirect(this.#workspace, user);
    const typed = escapes ? sentByCommand(text, this.#workspace) : escaped(text);
    const delivery = await this.#carry('slash_commands', commandPayload(this.#workspace, user, channel, typed), via);
    if (isFields(delivery.ackBody)) {
      const ephemeral = delivery.ackBody.response_type !== 'in_channel';
      const content = contentOf(this.#workspace, delivery.ackBody, ephemeral);
      postReply(this.#workspace, { channel, user }, content, { ephemeral, via: 'ack' });
    }
    return delivery;
  }

  async mention(text: string, options: MentionOptions = {}): Promise<EventDelivery> {
    const { user = 'U0ANN', channel = 'C0GENERAL', threadTs, ...rest } = options;
    this.#needs('app_mentions:read');
    if (!visibleChannel(this.#workspace, channel).member) throw new Error('the bot is not in this channel');
    const said = sentByMessage(text, this.#workspace);
    const calling = said.includes(`<@${BOT.user}>`) ? said : `<@${BOT.user}> ${said}`;
    return this.event({ type: 'app_mention', ...this.#written(calling, user, channel, threadTs) }, rest);
  }

  async direct(text: string, options: Omit<MentionOptions, 'channel'> = {}): Promise<EventDelivery> {
    const { user = 'U0ANN', threadTs, ...rest } = options;
    this.#needs('im:history');
    const channel = openDirect(this.#workspace, user);
    const said = this.#written(sentByMessage(text, this.#workspace), user, channel, threadTs);
    return this.event({ type: 'message', channel_type: 'im', ...said }, rest);
  }

  async openHome(user = 'U0ANN', options: EventOptions = {}): Promise<EventDelivery> {
    const home = this.#workspace.homes.get(user);
    const event = {
      type: 'app_home_opened',
      user,
      channel: openDirect(this.#workspace, user),
      tab: 'home',
      event_ts: this.#workspace.newTs(),
      ...(home ? { view: viewBody(home, {}) } : {}),
    };
    return this.event(event, options);
  }

  async event(event: Fields, options: EventOptions = {}): Promise<EventDelivery> {
    const { via, eventId = this.#workspace.newId('Ev'), duplicates = 0 } = options;
    const payload = eventPayload(this.#workspace, event, eventId);
    const first = await this.#carry('events_api', payload, via);
    const again: Delivery[] = [];
    for (let retry = 1; retry <= duplicates; retry += 1)
      again.push(await this.#carry('events_api', payload, via, retry));
    return { ...first, again };
  }

  #written(text: string, user: string, channel: string, threadTs: string | undefined): Fields {
    const ts = this.#workspace.newTs();
    this.#workspace.written.add(`${channel}/${ts}`);
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    return { user, text, ts, channel, event_ts: ts, team: TEAM.id, client_msg_id: `message-${ts}`, ...thread };
  }

  #needs(scope: string): void {
    if (!this.#workspace.options.scopes.includes(scope)) throw new Error(`Slack sends this only with ${scope}`);
  }
}
