/** What is printed from the protocol's description is what is committed: `npm run registers` prints it anew. */
import { describe, expect, it } from "vitest";
import { IDENTITY_BYTES, MEMORIES, PAYLOAD_LIMIT } from "../../src/hil/messages.js";
import { linkIdentityVerilog, linkMessagesVerilog } from "../../src/hil/verilog.js";

describe("the committed Verilog of the protocol", () => {
  it.each([
    ["hw/boards/link_messages.vh", linkMessagesVerilog],
    ["hw/boards/link_identity.v", linkIdentityVerilog],
  ] as const)("%s is what the description says", async (path, print) => {
    await expect(print()).toMatchFileSnapshot(`../../${path}`);
  });

  it("has an IDENTITY that fits an answer and the six bits of its index", () => {
    expect(IDENTITY_BYTES).toBeLessThanOrEqual(64);
    expect(1 + IDENTITY_BYTES + 8 * MEMORIES).toBeLessThanOrEqual(PAYLOAD_LIMIT);
  });
});
