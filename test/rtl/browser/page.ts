/** The script of the test's page: a sentence through the encoder and the core's Verilog, both inside the page. */

import { collect, commandsOf, loadImage } from "../../../src/cosim/samples.js";
import { startModule } from "../../../src/cosim/wasm-harness.js";
import { encodeTexts } from "../../../src/encode/encode.js";
import { extendBatch } from "../../../src/verilog/legalise.js";
import { type PageData, revive } from "./page-data.js";

declare const SNNC_PAGE: string;
declare const document: { readonly body: { textContent: string } };

async function classify({ encoder, image, extraTimesteps, module, text }: PageData): Promise<string> {
  const batch = extendBatch(encodeTexts(encoder, [text]).batch, extraTimesteps);
  const core = await startModule(await WebAssembly.compile(module));
  await loadImage(core, image);
  const answer = await core.run({ commands: commandsOf(image, batch, 0, true) });
  const { decisions, outputs, counters } = collect(image, batch, [answer], { membranes: true });
  return JSON.stringify({
    decided: image.readout.classes[decisions[0]],
    outputs: [...outputs],
    synapticOperations: counters.synapticOperations[0],
    spikes: counters.spikes[0],
  });
}

classify(revive(SNNC_PAGE)).then(
  (result) => {
    document.body.textContent = `result ${result} end`;
  },
  (error) => {
    document.body.textContent = `failed ${String(error)} end`;
  },
);
