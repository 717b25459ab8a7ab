// The verilated core (rtl/snn_core.v) behind messages: what harness.cpp (a process) and module.cpp (WebAssembly) share.
//
// Every message is little-endian 32-bit words: MAGIC, operation, number of payload words, payload.
//   1 WRITE  memory, first address, data...                            -> empty answer
//   2 RUN    flags, starve, stall, seed, commands (kind << 28 | axon)  -> counts and results, see answerRun
// `starve` and `stall` are probabilities x 65536 per cycle of withholding the next command and of refusing a result.
// Flag 1 writes a waveform of this sample (builds with --trace or --trace-fst only).
// A message that is not one ends the program with a line on standard error and exit code 2; a core that makes no progress
// with exit code 4; a failed assertion of the core with exit code 5.
#ifndef SNNC_CORE_DRIVER_H
#define SNNC_CORE_DRIVER_H

#include "prelude.h"

#include "Vsnn_core.h"
#ifdef SNNC_PREVIOUS_CLOCK
#include "Vsnn_core___024root.h"
#endif
#if VM_TRACE_FST
#include "verilated_fst_c.h"
#define SNNC_WAVEFORM VerilatedFstC
#elif VM_TRACE
#include "verilated_vcd_c.h"
#define SNNC_WAVEFORM VerilatedVcdC
#endif

namespace {

constexpr uint32_t MAGIC = 0x434E4E53;  // "SNNC"
constexpr uint32_t OPERATION_WRITE = 1;
constexpr uint32_t OPERATION_RUN = 2;
constexpr uint32_t FLAG_WAVEFORM = 1;
constexpr uint32_t KIND_READ = 2;
constexpr uint32_t KIND_DUMP = 3;
constexpr uint32_t RESULT_SPIKE = 0;
constexpr uint32_t RESULT_STEP_DONE = 1;
constexpr uint32_t RESULT_VALUE = 2;
constexpr uint32_t RESULT_MEMBRANE = 3;
constexpr uint32_t RESULT_COUNTER = 4;
constexpr uint32_t RESULT_DONE = 5;
// A core that neither takes a command nor gives a result for so many cycles hangs.
constexpr uint64_t PATIENCE_CYCLES = 2000000;
constexpr uint32_t LARGEST_PAYLOAD = 1u << 28;

[[noreturn]] void fail(int code, const char* message) {
    std::fprintf(stderr, "harness: %s\n", message);
    std::exit(code);
}

struct Random {
    uint32_t state;
    // Marsaglia's xorshift32; true with probability parts / 65536.
    bool happens(uint32_t parts) {
        if (parts == 0) return false;
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (state & 0xffffu) < parts;
    }
};

class Core {
  public:
    explicit Core(const char* waveformFile) : m_waveformFile(waveformFile) {
#if VM_TRACE
        m_context.traceEverOn(true);
#endif
        m_top.clk = 0;
        m_top.rst = 1;
        m_top.in_valid = 0;
        m_top.out_ready = 0;
        m_top.cfg_valid = 0;
        evaluate();
        for (int i = 0; i < 4; i++) cycle();
        m_top.rst = 0;
        cycle();
    }

    ~Core() { m_top.final(); }

    // Carries out one message and appends its answer.
    void handle(uint32_t operation, const uint32_t* payload, size_t count, std::vector<uint32_t>& answer) {
        switch (operation) {
            case OPERATION_WRITE:
                if (count < 2) fail(2, "a WRITE message without its address");
                writeMemory(payload[0], payload[1], payload + 2, count - 2);
                answer.insert(answer.end(), {MAGIC, OPERATION_WRITE, 0});
                break;
            case OPERATION_RUN: answerRun(payload, count, answer); break;
            default: fail(2, "a message of unknown operation");
        }
    }

  private:
    void writeMemory(uint32_t memory, uint32_t address, const uint32_t* data, size_t count) {
        m_top.cfg_valid = 1;
        m_top.cfg_memory = memory;
        for (size_t i = 0; i < count; i++) {
            m_top.cfg_address = address + static_cast<uint32_t>(i);
            m_top.cfg_data = data[i];
            cycle();
        }
        m_top.cfg_valid = 0;
        cycle();
    }

    void answerRun(const uint32_t* payload, size_t count, std::vector<uint32_t>& answer) {
        if (count < 4) fail(2, "a RUN message without its four parameters");
        const uint32_t flags = payload[0];
        const uint32_t starve = payload[1];
        const uint32_t stall = payload[2];
        Random random = {payload[3] | 1u};
        const uint32_t* commands = payload + 4;
        const size_t commandCount = count - 4;
        size_t expectedDone = 0;
        for (size_t i = 0; i < commandCount; i++) {
            const uint32_t kind = commands[i] >> 28;
            if (kind == KIND_READ || kind == KIND_DUMP) expectedDone++;
        }
        if (expectedDone == 0) fail(2, "a RUN message without READ or DUMP never ends");
        if (flags & FLAG_WAVEFORM) openWaveform();

        m_spikes.clear();
        m_values.clear();
        m_membranes.clear();
        m_counters.clear();
        size_t next = 0;
        size_t done = 0;
        size_t firstOfStep = 0;
        bool offering = false;
        uint64_t idle = 0;
        while (next < commandCount || done < expectedDone) {
            if (!offering && next < commandCount && !random.happens(starve)) {
                offering = true;
                m_top.in_valid = 1;
                m_top.in_kind = commands[next] >> 28;
                m_top.in_axon = commands[next] & 0x0fffffffu;
            }
            m_top.out_ready = !random.happens(stall);
            beforeEdge();
            const bool taken = offering && m_top.in_ready;
            const bool given = m_top.out_valid && m_top.out_ready;
            const uint32_t kind = m_top.out_kind;
            const uint32_t data = m_top.out_data;
            edge();
            if (taken) {
                next++;
                offering = false;
                m_top.in_valid = 0;
            }
            if (given) {
                switch (kind) {
                    case RESULT_SPIKE:
                        m_spikes.push_back(0);
                        m_spikes.push_back(data);
                        break;
                    case RESULT_STEP_DONE:
                        for (; firstOfStep < m_spikes.size(); firstOfStep += 2) m_spikes[firstOfStep] = data;
                        break;
                    case RESULT_VALUE: m_values.push_back(data); break;
                    case RESULT_MEMBRANE: m_membranes.push_back(data); break;
                    case RESULT_COUNTER: m_counters.push_back(data); break;
                    case RESULT_DONE: done++; break;
                    default: fail(4, "the core gave a result of unknown kind");
                }
            }
            idle = taken || given ? 0 : idle + 1;
            if (idle > PATIENCE_CYCLES) {
                std::fprintf(stderr, "harness: the core hangs at command %zu of %zu, %zu of %zu answers complete\n", next,
                             commandCount, done, expectedDone);
                closeWaveform();
                std::exit(4);
            }
        }
        m_top.out_ready = 0;
        closeWaveform();

        const uint32_t sizes[4] = {
            static_cast<uint32_t>(m_spikes.size() / 2),
            static_cast<uint32_t>(m_values.size()),
            static_cast<uint32_t>(m_membranes.size()),
            static_cast<uint32_t>(m_counters.size()),
        };
        answer.push_back(MAGIC);
        answer.push_back(OPERATION_RUN);
        answer.push_back(static_cast<uint32_t>(4 + m_spikes.size() + m_values.size() + m_membranes.size() + m_counters.size()));
        answer.insert(answer.end(), sizes, sizes + 4);
        for (const std::vector<uint32_t>* part : {&m_counters, &m_spikes, &m_values, &m_membranes}) {
            answer.insert(answer.end(), part->begin(), part->end());
        }
    }

    void cycle() {
        beforeEdge();
        edge();
    }

    // All outputs are registers of the core (rtl/README.md), so nothing that the harness reads changes when its own inputs
    // do: where the model lets its record of the clock be set, the evaluation of the falling edge is left out.
    void beforeEdge() {
#ifdef SNNC_PREVIOUS_CLOCK
        m_top.rootp->SNNC_PREVIOUS_CLOCK = 0;
#else
        m_top.clk = 0;
        evaluate();
#endif
    }

    void edge() {
        m_top.clk = 1;
        evaluate();
    }

    void evaluate() {
        m_top.eval();
#if VM_TRACE
        if (m_isTracing) m_waveform.dump(m_time);
        m_time++;
#endif
    }

    void openWaveform() {
#if VM_TRACE
        m_top.trace(&m_waveform, 99);
        m_waveform.open(m_waveformFile);
        if (!m_waveform.isOpen()) fail(2, "the waveform file cannot be written");
        m_isTracing = true;
#else
        fail(2, "this build of the core cannot write waveforms");
#endif
    }

    void closeWaveform() {
#if VM_TRACE
        if (!m_isTracing) return;
        m_waveform.close();
        m_isTracing = false;
#endif
    }

    VerilatedContext m_context;
    Vsnn_core m_top{&m_context, "snn_core"};
    const char* m_waveformFile;
    std::vector<uint32_t> m_spikes;  // pairs of timestep and neuron
    std::vector<uint32_t> m_values;
    std::vector<uint32_t> m_membranes;
    std::vector<uint32_t> m_counters;
#if VM_TRACE
    SNNC_WAVEFORM m_waveform;
    bool m_isTracing = false;
    uint64_t m_time = 0;
#endif
};

}  // namespace

// The runtime calls these where the core's own assertions fail (VL_USER_FATAL, VL_USER_STOP).
void vl_fatal(const char* file, int line, const char* scope, const char* message) {
    std::fprintf(stderr, "harness: assertion of the core failed at %s:%d in %s: %s\n", file, line, scope, message);
    std::exit(5);
}

void vl_stop(const char* file, int line, const char* scope) { vl_fatal(file, line, scope, "stopped"); }

#endif
