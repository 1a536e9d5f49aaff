/** Holds the one line of a browser for all its tabs: merges what they want, tells each its own. */
import type { Socket } from "./call";
import { isPublic, type Position, type PrivateFrame, type PublicFrame } from "./frames";
import { Line, type LineStatus, type Ticket } from "./line";
import { Memory } from "./memory";
import type { Port, ToHost, ToTab, Who } from "./messages";
import { isUpToDate, Seat } from "./seat";
import type { Topic } from "./topics";

/** A tab says every 10 seconds that it is here, or every minute where its timers are throttled. */
export const VANISHED_MS = 90_000;
const LOOK_MS = 10_000;
const TICKET_MS = 8_000;

type Here = Extract<ToHost, { kind: "here" }>;

interface Asked {
  readonly seat: Seat;
  readonly answer: (ticket: Ticket | undefined) => void;
}

export class Host {
  private readonly seats = new Set<Seat>();
  private readonly line: Line;
  private readonly memory = new Memory();
  private readonly asked = new Map<number, Asked>();
  private asks = 0;
  private said = 0;

  constructor(open: () => Socket) {
    this.line = new Line({
      open,
      ticket: () => this.ticket(),
      frame: (frame) => this.show(frame),
      status: (status) => this.tellStatus(status),
      up: (outcome, isAgain) => this.tellAll({ kind: "up", outcome, isAgain }),
      lost: () => this.tellAll(this.lost()),
    });
    setInterval(() => this.look(), LOOK_MS);
  }

  attach(port: Port<ToTab, ToHost>): void {
    const seat = new Seat(port);
    port.onmessage = (message) => this.hear(seat, message);
  }

  private hear(seat: Seat, message: ToHost): void {
    seat.heardAt = Date.now();
    seat.isSilent = false;
    switch (message.kind) {
      case "here":
        this.hearHere(seat, message);
        return;
      case "ticket":
        this.asked.get(message.id)?.answer(message.ticket);
        return;
      case "nudge":
        this.line.nudge();
        return;
      case "bye":
        this.leave(seat);
        return;
    }
  }

  private hearHere(seat: Seat, here: Here): void {
    const isNew = this.introduces(seat, here.account) || !this.seats.has(seat);
    this.seats.add(seat);
    const comesBack = here.isVisible && !seat.isVisible;
    seat.isVisible = here.isVisible;
    const added = seat.want(here.topics);
    if (isNew) this.welcome(seat, here.position);
    for (const frame of this.memory.of(comesBack ? seat.topics : added)) seat.owe(frame);
    this.listen();
    this.follow(here);
  }

  /** Whether the tab says anything new about who it is signed in as. */
  private introduces(seat: Seat, account: Who): boolean {
    if (account === undefined || account === seat.account) return false;
    seat.account = account;
    this.said += 1;
    seat.saidAt = this.said;
    return true;
  }

  private welcome(seat: Seat, known: Position | undefined): void {
    seat.tell(this.status());
    if (!seat.account || seat.account !== this.line.account) return;
    if (!isUpToDate(known, this.line.position)) seat.tell(this.lost());
    else if (!known && this.line.isUp) seat.tell({ kind: "up", outcome: "fresh", isAgain: false });
  }

  /** Be connected as who the tab is that said so last; tabs that are nobody any more do not count. */
  private follow(here?: Here): void {
    const known = [...this.seats].filter((seat) => seat.account !== undefined);
    const signedIn = known.filter((seat) => seat.account).sort((a, b) => b.saidAt - a.saidAt);
    const account = signedIn[0]?.account;
    const position = here?.account === account ? here?.position : undefined;
    if (account) this.line.connect(account, position);
    else if (known.length > 0 || this.seats.size === 0) this.line.hangUp();
  }

  private leave(seat: Seat): void {
    if (!this.seats.delete(seat)) return;
    seat.leave();
    for (const one of this.asked.values()) if (one.seat === seat) one.answer(undefined);
    this.listen();
    this.follow();
  }

  private look(): void {
    const since = Date.now() - VANISHED_MS;
    for (const seat of [...this.seats]) if (seat.heardAt < since) this.leave(seat);
  }

  private listen(): void {
    const topics = new Set<Topic>();
    for (const seat of this.seats) for (const topic of seat.topics) topics.add(topic);
    this.memory.keepOnly(topics);
    this.line.listen([...topics]);
  }

  private show(frame: PublicFrame | PrivateFrame): void {
    if (isPublic(frame)) this.memory.keep(frame);
    for (const seat of this.seats)
      if (isPublic(frame) || seat.account === this.line.account) seat.owe(frame);
  }

  private status(status: LineStatus = this.line.status): ToTab {
    return { kind: "status", status, position: this.line.position };
  }

  private lost(): ToTab {
    return { kind: "lost", position: this.line.position };
  }

  private tellStatus(status: LineStatus): void {
    this.tellAll(this.status(status));
  }

  private tellAll(message: ToTab): void {
    for (const seat of this.seats) seat.tell(message);
  }

  /** A ticket from one of the tabs: only they have the session. */
  private async ticket(): Promise<Ticket> {
    const { account } = this.line;
    for (const seat of this.askable(account)) {
      const ticket = await this.ask(seat);
      if (ticket) return ticket;
    }
    throw new Error("no tab has a ticket");
  }

  /** The tabs that are signed in as `account`, first those that are surely awake. */
  private askable(account: string | undefined): Seat[] {
    const able = [...this.seats].filter((seat) => seat.account === account);
    return able.sort(
      (a, b) =>
        Number(a.isSilent) - Number(b.isSilent) ||
        Number(b.isVisible) - Number(a.isVisible) ||
        b.heardAt - a.heardAt,
    );
  }

  private ask(seat: Seat): Promise<Ticket | undefined> {
    this.asks += 1;
    const id = this.asks;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        seat.isSilent = true; // most likely it has vanished: the others are asked first from now on
        answer(undefined);
      }, TICKET_MS);
      const answer = (ticket: Ticket | undefined) => {
        clearTimeout(timer);
        this.asked.delete(id);
        resolve(ticket);
      };
      this.asked.set(id, { seat, answer });
      seat.tell({ kind: "ticket?", id });
    });
  }
}
