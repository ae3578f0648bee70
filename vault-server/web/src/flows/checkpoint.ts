/** A checkpoint of the log is accepted when it continues the one that was kept (FORMATS 8). */

import { ServerRefusal } from "../api/problem.ts";
import type { ConsistencyView } from "../api/types.ts";
import { Refused } from "../core/error.ts";
import type { Hash } from "../core/ids.ts";
import { type Checkpoint, openCheckpoint } from "../core/log/note.ts";
import { verifyConsistency } from "../core/log/proof.ts";
import type { Actor } from "./session.ts";

/** How often a growing log is asked again for a proof between two of its moments. */
const TRIES = 8;

/** The checkpoint of the last visit, if one was kept. */
export function kept(actor: Actor): Promise<Checkpoint | undefined> {
  return actor.place.pins.checkpoint(actor.place.origin, actor.log);
}

async function consistency(actor: Actor, from: number): Promise<ConsistencyView> {
  try {
    return await actor.open.consistency(from);
  } catch (error) {
    // A log that does not reach what was kept of it has lost its end.
    if (error instanceof ServerRefusal && error.code === "not-found") throw new Refused("checkpoint", "consistency");
    throw error;
  }
}

function continues(old: Checkpoint, fresh: Checkpoint, proof: readonly Hash[]): void {
  try {
    verifyConsistency(old.size, old.root, fresh.size, fresh.root, proof);
  } catch (error) {
    throw error instanceof Refused ? new Refused("checkpoint", error.property) : error;
  }
}

/** Accepts a checkpoint that continues the kept one. The log may grow between two questions, and is then asked again. */
export async function acceptCheckpoint(actor: Actor, note: string): Promise<Checkpoint> {
  const { pins, origin } = actor.place;
  const fresh = await openCheckpoint(note, actor.log);
  const old = await kept(actor);
  if (old === undefined) {
    await pins.keepCheckpoint(origin, actor.log, note);
    return fresh;
  }
  if (old.size >= fresh.size) {
    continues(old, fresh, []);
    return fresh;
  }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const fromOld = await consistency(actor, old.size);
    const current = await openCheckpoint(fromOld.checkpoint, actor.log);
    continues(old, current, fromOld.proof);
    if (await reaches(actor, fresh, current)) {
      await pins.keepCheckpoint(origin, actor.log, fromOld.checkpoint);
      return fresh;
    }
  }
  throw new Refused("checkpoint", "consistency");
}

async function reaches(actor: Actor, fresh: Checkpoint, current: Checkpoint): Promise<boolean> {
  if (current.size === fresh.size) {
    continues(fresh, current, []);
    return true;
  }
  const fromFresh = await consistency(actor, fresh.size);
  const also = await openCheckpoint(fromFresh.checkpoint, actor.log);
  continues(fresh, also, fromFresh.proof);
  return also.size === current.size && also.root === current.root;
}
