/** Does an image fit the protocol, and the core that a device's bitstream has? Every reason is told, with its way out. */
import { type Diagnostic, SnncError } from "../util/diagnostics.js";
import type { CrossbarImage } from "../verilog/image.js";
import { addressBits } from "../verilog/parameters.js";
import type { Identity } from "./identity.js";
import { AXON_LIMIT, COUNTERS, PAYLOAD_LIMIT } from "./messages.js";

/** Readout neurons that an answer holds, with the counters. */
export const READOUT_LIMIT = Math.floor((PAYLOAD_LIMIT - 2) / 4) - COUNTERS;

/** Throws SnncError (kind check) for an image that the protocol has no numbers for. */
export function checkImage(image: CrossbarImage): void {
  const where = `image '${image.name}'`;
  const problems: Diagnostic[] = [];
  const axons = image.parameters.GROUPS * image.parameters.LANES + image.inputLines;
  if (axons > AXON_LIMIT) {
    problems.push({
      code: "hil-axons",
      message: `an event names one of ${axons} axons; the line's words have numbers for ${AXON_LIMIT}`,
      where,
      hint: "Let more words share a row (`snnc train --rows`), or run it in simulation: `snnc sim --backend rtl`.",
    });
  }
  if (image.readout.size > READOUT_LIMIT) {
    problems.push({
      code: "hil-readout",
      message: `${image.readout.size} neurons are read out; an answer holds ${READOUT_LIMIT}`,
      where,
      hint: "Use fewer classes, or fewer readout neurons a class; `snnc sim --backend rtl` has no such limit.",
    });
  }
  if (problems.length > 0) throw new SnncError("check", problems);
}

/** Throws SnncError (kind check) with every field of IDENTITY that the image was not made for. */
export function checkDevice(identity: Identity, image: CrossbarImage, where: string): void {
  const { parameters } = image;
  const problems: Diagnostic[] = [];
  const tell = (field: string, device: number, rule: string): void => {
    problems.push({
      code: "hil-bitstream",
      message: `${field} of the device's core is ${device}; the image needs ${rule}`,
      where,
      hint: "Build the bundle's own bitstream and load it: `snnc synth BUNDLE --board ...`, then `snnc hil BUNDLE --flash`.",
    });
  };
  /** Fields that shape rows and numbers of the image. */
  const same: readonly (readonly [string, number, number])[] = [
    ["LANES", identity.lanes, parameters.LANES],
    ["WEIGHT_BITS", identity.weightBits, parameters.WEIGHT_BITS],
    ["STATE_BITS", identity.stateBits, parameters.STATE_BITS],
    ["SLOTS", identity.slots, parameters.SLOTS],
    ["GROUPS", identity.groups, parameters.GROUPS],
    ["FORGET_BITS", identity.forgetBits, parameters.FORGET_BITS],
    ["HAS_CUBA", Number(identity.features.cuba), parameters.HAS_CUBA],
  ];
  for (const [field, device, own] of same) if (device !== own) tell(field, device, String(own));
  /** Tables may be larger, as long as their addresses have the same width. */
  const tables: readonly (readonly [string, number, number])[] = [
    ["SEGMENTS", identity.segments, parameters.SEGMENTS],
    ["WEIGHT_WORDS", identity.weightWords, parameters.WEIGHT_WORDS],
  ];
  for (const [field, device, own] of tables) {
    if (device < own || addressBits(device) !== addressBits(own)) tell(field, device, `${own} to ${2 ** addressBits(own)}`);
  }
  const atLeast: readonly (readonly [string, number, number])[] = [
    ["AXONS", identity.axons, parameters.GROUPS * parameters.LANES + image.inputLines],
    ["EXPONENT_MAX", identity.exponentMax, parameters.EXPONENT_MAX],
    ["LEAK_MAX", identity.leakMax, parameters.LEAK_MAX],
    ["HAS_BIAS", Number(identity.features.bias), parameters.HAS_BIAS],
    ["HAS_SUBTRACT", Number(identity.features.subtract), parameters.HAS_SUBTRACT],
    ["HAS_REFRACTORY", Number(identity.features.refractory), parameters.HAS_REFRACTORY],
  ];
  for (const [field, device, own] of atLeast) if (device < own) tell(field, device, `at least ${own}`);
  if (problems.length > 0) throw new SnncError("check", problems);
}
