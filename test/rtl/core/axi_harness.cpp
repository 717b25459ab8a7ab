// The wrapped core (rtl/axi) under Verilator: both AXI buses driven at random paces, their rules checked in every cycle.
//
// In, 32-bit words: starve, stall (probabilities x 65536), seed, then operations until the end of the input:
//   1 WRITE  offset, data, strobes          -> 1, response
//   2 READ   offset                         -> 2, response, data
//   3 STREAM count, words                      queues words for s_axis, and goes on
//   4 WAIT   dones                             until so many packets have come from m_axis
//   5 RUN    timesteps, count, {timestep, line} -> 5, class or -1, spikes, cycles, operations, count, values   (example.c)
//   6 LOAD   memory, count, words              -> (example.c)
//   7 RESET                                    -> 7, is it there                                               (example.c)
//   8 IRQ                                      -> 8, level
// Out: the answers in order, then 9, count, {kind, data} of everything that m_axis gave.
// Exit code 4: nothing happens any more; 5: an assertion of the core; 6: a rule of AXI broken.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <vector>

#include "Vsnn_axi.h"
#include "verilated.h"
extern "C" {
#include "../../../hw/axi/example.c"
}

static Vsnn_axi top;
static std::vector<uint32_t> in, out, results;
static std::deque<uint32_t> stream;
static uint32_t starve, stall, state, dones;
constexpr uint64_t PATIENCE_CYCLES = 200000;

void vl_stop(const char*, int, const char*) { std::_Exit(5); }
void vl_fatal(const char*, int, const char*, const char* message) {
    std::fprintf(stderr, "%s", message);
    std::_Exit(5);
}

static bool happens(uint32_t parts) {
    if (parts == 0) return false;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (state & 0xffff) < parts;
}

static void check(bool holds, const char* rule) {
    if (holds) return;
    std::fprintf(stderr, "AXI: %s\n", rule);
    std::_Exit(6);
}

struct Bus {
    bool aw = false, w = false, ar = false;  // to be offered
    bool b = false, r = false;               // awaited
    uint32_t address = 0, data = 0, strobes = 0, response = 0;
};
static Bus bus;

// One cycle: everything that may be offered is, unless it starves; what was offered stays until it is taken.
static void cycle() {
    if (bus.aw && !top.s_axil_awvalid && !happens(starve)) {
        top.s_axil_awvalid = 1;
        top.s_axil_awaddr = bus.address;
    }
    if (bus.w && !top.s_axil_wvalid && !happens(starve)) {
        top.s_axil_wvalid = 1;
        top.s_axil_wdata = bus.data;
        top.s_axil_wstrb = bus.strobes;
    }
    if (bus.ar && !top.s_axil_arvalid && !happens(starve)) {
        top.s_axil_arvalid = 1;
        top.s_axil_araddr = bus.address;
    }
    if (!stream.empty() && !top.s_axis_tvalid && !happens(starve)) {
        top.s_axis_tvalid = 1;
        top.s_axis_tdata = stream.front();
        top.s_axis_tlast = stream.size() == 1;
        stream.pop_front();
    }
    top.s_axil_bready = !happens(stall);
    top.s_axil_rready = !happens(stall);
    top.m_axis_tready = !happens(stall);
    top.aclk = 0;
    top.eval();

    // Valid must not hang on ready: looked at with every ready the other way round.
    const bool valid[3] = {top.s_axil_bvalid != 0, top.s_axil_rvalid != 0, top.m_axis_tvalid != 0};
    const uint8_t ready[3] = {top.s_axil_bready, top.s_axil_rready, top.m_axis_tready};
    top.s_axil_bready = !ready[0];
    top.s_axil_rready = !ready[1];
    top.m_axis_tready = !ready[2];
    top.eval();
    check(valid[0] == top.s_axil_bvalid && valid[1] == top.s_axil_rvalid && valid[2] == top.m_axis_tvalid, "a valid hangs on its ready");
    top.s_axil_bready = ready[0];
    top.s_axil_rready = ready[1];
    top.m_axis_tready = ready[2];
    top.eval();

    static bool b_waits, r_waits, m_waits;
    static uint32_t b_response, r_data, r_response, m_last;
    static uint64_t m_data;
    check(!b_waits || (top.s_axil_bvalid && top.s_axil_bresp == b_response), "B changed before it was taken");
    check(!r_waits || (top.s_axil_rvalid && top.s_axil_rdata == r_data && top.s_axil_rresp == r_response), "R changed before it was taken");
    check(!m_waits || (top.m_axis_tvalid && top.m_axis_tdata == m_data && top.m_axis_tlast == m_last), "m_axis changed before it was taken");
    b_waits = top.s_axil_bvalid && !ready[0];
    r_waits = top.s_axil_rvalid && !ready[1];
    m_waits = top.m_axis_tvalid && !ready[2];
    b_response = top.s_axil_bresp;
    r_data = top.s_axil_rdata;
    r_response = top.s_axil_rresp;
    m_data = top.m_axis_tdata;
    m_last = top.m_axis_tlast;
    check(!top.s_axil_bvalid || (bus.b && !bus.aw && !bus.w), "B without AW and W");
    check(!top.s_axil_rvalid || (bus.r && !bus.ar), "R without AR");

    const bool aw = top.s_axil_awvalid && top.s_axil_awready, w = top.s_axil_wvalid && top.s_axil_wready;
    const bool ar = top.s_axil_arvalid && top.s_axil_arready, s = top.s_axis_tvalid && top.s_axis_tready;
    if (top.s_axil_bvalid && ready[0]) {
        bus.b = false;
        bus.response = top.s_axil_bresp;
    }
    if (top.s_axil_rvalid && ready[1]) {
        bus.r = false;
        bus.response = top.s_axil_rresp;
        bus.data = top.s_axil_rdata;
    }
    if (top.m_axis_tvalid && ready[2]) {
        const uint32_t kind = static_cast<uint32_t>(top.m_axis_tdata >> 32);
        check((kind == 5) == (top.m_axis_tlast != 0), "TLAST is not that of DONE");
        results.push_back(kind);
        results.push_back(static_cast<uint32_t>(top.m_axis_tdata));
        dones += top.m_axis_tlast;
    }
    top.aclk = 1;
    top.eval();
    if (aw) { bus.aw = false; top.s_axil_awvalid = 0; }
    if (w) { bus.w = false; top.s_axil_wvalid = 0; }
    if (ar) { bus.ar = false; top.s_axil_arvalid = 0; }
    if (s) top.s_axis_tvalid = 0;
}

template <typename Condition>
static void until(Condition isMet) {
    for (uint64_t cycles = 0; !isMet(); cycles++) {
        if (cycles > PATIENCE_CYCLES) {
            std::fprintf(stderr, "nothing happens any more\n");
            std::_Exit(4);
        }
        cycle();
    }
}

static uint32_t busWrite(uint32_t offset, uint32_t data, uint32_t strobes) {
    bus.aw = bus.w = bus.b = true;
    bus.address = offset;
    bus.data = data;
    bus.strobes = strobes;
    until([] { return !bus.b; });
    return bus.response;
}

static uint32_t busRead(uint32_t offset) {
    bus.ar = bus.r = true;
    bus.address = offset;
    until([] { return !bus.r; });
    return bus.data;
}

// What example.c asks of the platform; it must never be refused.
extern "C" uint32_t snn_read(uint32_t offset) {
    const uint32_t data = busRead(offset);
    check(bus.response == 0, "a read of the driver was refused");
    return data;
}

extern "C" void snn_write(uint32_t offset, uint32_t value) { check(busWrite(offset, value, 15) == 0, "a write of the driver was refused"); }

int main() {
    uint32_t piece[4096];
    for (size_t got; (got = std::fread(piece, 4, 4096, stdin)) > 0;) in.insert(in.end(), piece, piece + got);
    const uint32_t* p = in.data();
    const uint32_t* const end = p + in.size();
    top.aresetn = 0;
    for (int i = 0; i < 4; i++) cycle();
    top.aresetn = 1;
    starve = *p++;
    stall = *p++;
    state = *p++ * 2 + 1;
    while (p < end) {
        switch (*p++) {
            case 1:
                out.insert(out.end(), {1, busWrite(p[0], p[1], p[2])});
                p += 3;
                break;
            case 2: {
                const uint32_t data = busRead(*p++);
                out.insert(out.end(), {2, bus.response, data});
                break;
            }
            case 3:
                stream.insert(stream.end(), p + 1, p + 1 + p[0]);
                p += 1 + p[0];
                break;
            case 4: {
                const uint32_t awaited = *p++;
                until([awaited] { return dones >= awaited; });
                break;
            }
            case 5: {
                std::vector<snn_event> events;
                for (uint32_t i = 0; i < p[1]; i++) events.push_back({p[2 + 2 * i], p[3 + 2 * i]});
                std::vector<int32_t> values(4096);
                snn_answer answer = {};
                answer.values = values.data();
                answer.value_room = values.size();
                snn_run(events.data(), events.size(), p[0], &answer);
                p += 2 + 2 * events.size();
                const uint32_t count = static_cast<uint32_t>(answer.value_count);
                out.insert(out.end(), {5, answer.has_class ? answer.class_number : 0xffffffffu, answer.spikes, answer.cycles, answer.synaptic_operations, count});
                out.insert(out.end(), values.begin(), values.begin() + count);
                break;
            }
            case 6: {
                const snn_memory memory = {p[0], p + 2, p[1]};
                snn_load(&memory, 1);
                p += 2 + memory.count;
                break;
            }
            case 7:
                snn_reset();
                out.insert(out.end(), {7, static_cast<uint32_t>(snn_probe())});
                break;
            case 8: out.insert(out.end(), {8, top.irq}); break;
            default: std::fprintf(stderr, "no such operation\n"); return 2;
        }
    }
    for (int i = 0; i < 100; i++) cycle();
    out.insert(out.end(), {9, static_cast<uint32_t>(results.size() / 2)});
    out.insert(out.end(), results.begin(), results.end());
    std::fwrite(out.data(), 4, out.size(), stdout);
    return 0;
}
