"""An outside verifier of rtl/axi: cocotbext-axi's masters, source and sink, whose idea of AXI is not ours, on Icarus Verilog.

    python axi_cocotb.py case.json

The case: {sources, top, parameters, memories: [{index, words}], commands: [words of s_axis], dones,
results: [[kind, data]] as m_axis must give them (counters are not compared), decision}. Exit code 1: not so.
"""
import itertools
import json
import os
import random
import sys
from pathlib import Path

import cocotb
from cocotb.clock import Clock
from cocotb.triggers import RisingEdge
from cocotb_tools.check_results import get_results
from cocotb_tools.runner import get_runner
from cocotbext.axi import AxiLiteBus, AxiLiteMaster, AxiStreamBus, AxiStreamFrame, AxiStreamSink, AxiStreamSource
from cocotbext.axi.constants import AxiResp

ID, CONTROL, STATUS, COMMAND = 0x000, 0x040, 0x044, 0x050
CFG_MEMORY, CFG_ADDRESS, CFG_DATA = 0x060, 0x064, 0x068
DECISION, DONES = 0x080, 0x088
SPIKE, COUNTER = 0, 4


def pauses(seed, share):
    generator = random.Random(seed)
    return (generator.random() < share for _ in itertools.count())


def content(messages):
    """Without counters; the spikes of a timestep ascending, which those of a mesh need not."""
    groups = itertools.groupby((message for message in messages if message[0] != COUNTER), key=lambda message: message[0])
    return [message for kind, group in groups for message in (sorted(group) if kind == SPIKE else group)]


@cocotb.test()
async def network(dut):
    case = json.loads(Path(os.environ["SNNC_CASE"]).read_text(encoding="utf8"))
    dut.aresetn.value = 0
    master = AxiLiteMaster(AxiLiteBus.from_prefix(dut, "s_axil"), dut.aclk, dut.aresetn, reset_active_level=False)
    source = AxiStreamSource(AxiStreamBus.from_prefix(dut, "s_axis"), dut.aclk, dut.aresetn, reset_active_level=False, byte_lanes=1)
    sink = AxiStreamSink(AxiStreamBus.from_prefix(dut, "m_axis"), dut.aclk, dut.aresetn, reset_active_level=False, byte_lanes=1)
    write, read = master.write_if, master.read_if
    for seed, channel in enumerate([write.aw_channel, write.w_channel, write.b_channel, read.ar_channel, read.r_channel, source, sink]):
        channel.set_pause_generator(pauses(seed, 0.3))
    cocotb.start_soon(Clock(dut.aclk, 10, "ns").start())
    for _ in range(4):
        await RisingEdge(dut.aclk)
    dut.aresetn.value = 1
    for _ in range(50):
        await RisingEdge(dut.aclk)

    assert (await master.read(ID, 4)).data == b"SNNC"
    assert (await master.read_dword(STATUS)) & 1 == 1
    for memory in case["memories"]:
        await master.write_dword(CFG_MEMORY, memory["index"])
        await master.write_dword(CFG_ADDRESS, 0)
        for word in memory["words"]:
            assert (await master.write(CFG_DATA, word.to_bytes(4, "little"))).resp == AxiResp.OKAY
    # Refused: a register that is none, a part of a word that is handed over, a command that is none.
    assert (await master.read(0xFFC, 4)).resp == AxiResp.SLVERR
    assert (await master.write(CFG_DATA, b"\0\0")).resp == AxiResp.SLVERR
    assert (await master.write(COMMAND, (7 << 29).to_bytes(4, "little"))).resp == AxiResp.SLVERR
    await master.write_dword(CONTROL, 1)

    await source.send(AxiStreamFrame(case["commands"]))
    results = []
    for _ in range(case["dones"]):
        frame = await sink.recv()
        results += [[beat >> 32, beat & 0xFFFFFFFF] for beat in frame.tdata]
    assert content(results) == content(case["results"])
    assert len(results) == len(case["results"])
    assert await master.read_dword(DONES) == case["dones"]
    assert await master.read_dword(DECISION) == 0x80000000 | case["decision"]


def main(path):
    case = json.loads(path.read_text(encoding="utf8"))
    runner = get_runner("icarus")
    build = path.parent / "build"
    runner.build(
        sources=case["sources"], hdl_toplevel=case["top"], parameters=case["parameters"], build_dir=build, build_args=["-g2005"], timescale=("1ns", "1ps")
    )
    report = runner.test(
        test_module="axi_cocotb", hdl_toplevel=case["top"], build_dir=build, test_dir=path.parent, extra_env={"SNNC_CASE": str(path)}
    )
    tests, failed = get_results(report)
    sys.exit(0 if tests == 1 and failed == 0 else 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
