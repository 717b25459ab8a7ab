// Drives the verilated core (rtl/snn_core.v) from a binary protocol on standard input and output, so that one process
// runs thousands of samples. The other end is src/cosim/harness.ts.
//
// Every message is little-endian 32-bit words: MAGIC, operation, number of payload words, payload.
//   1 WRITE  memory, first address, data...                            -> empty answer
//   2 RUN    flags, starve, stall, seed, commands (kind << 28 | axon)  -> counts and results, see answerRun
// `starve` and `stall` are probabilities x 65536 per cycle of withholding the next command and of refusing a result.
// Flag 1 writes a waveform of this sample to the file named by the first argument (builds with --trace only).
// A message that is not one, or that ends too early, ends the process with a line on standard error and exit code 2;
// a core that makes no progress with exit code 4; a failed assertion of the core with exit code 5.

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "Vsnn_core.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_vcd_c.h"
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

// Standard input and output in large pieces. Answers are flushed before a read could block.
class Pipes {
  public:
    // False at the end of the input, if it ends between two messages.
    bool readWords(uint32_t* words, size_t count, bool endIsAllowed) {
        char* bytes = reinterpret_cast<char*>(words);
        size_t missing = count * 4;
        while (missing > 0) {
            if (m_next == m_end && !fill()) {
                if (endIsAllowed && missing == count * 4) return false;
                fail(2, "the input ended in the middle of a message");
            }
            const size_t piece = missing < m_end - m_next ? missing : m_end - m_next;
            std::memcpy(bytes, m_input.data() + m_next, piece);
            bytes += piece;
            m_next += piece;
            missing -= piece;
        }
        return true;
    }

    void write(const uint32_t* words, size_t count) {
        const char* bytes = reinterpret_cast<const char*>(words);
        m_output.insert(m_output.end(), bytes, bytes + count * 4);
        if (m_output.size() > (1u << 20)) flush();
    }

    void flush() {
        size_t done = 0;
        while (done < m_output.size()) {
            const ssize_t written = ::write(STDOUT_FILENO, m_output.data() + done, m_output.size() - done);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) fail(2, "the reader of the results has gone");
            done += static_cast<size_t>(written);
        }
        m_output.clear();
    }

  private:
    bool fill() {
        pollfd input = {STDIN_FILENO, POLLIN, 0};
        if (::poll(&input, 1, 0) == 0) flush();
        ssize_t got;
        do got = ::read(STDIN_FILENO, m_input.data(), m_input.size());
        while (got < 0 && errno == EINTR);
        m_next = 0;
        m_end = got > 0 ? static_cast<size_t>(got) : 0;
        return got > 0;
    }

    std::vector<char> m_input = std::vector<char>(1u << 20);
    size_t m_next = 0;
    size_t m_end = 0;
    std::vector<char> m_output;
};

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
        for (int i = 0; i < 4; i++) cycle();
        m_top.rst = 0;
        cycle();
    }

    ~Core() { m_top.final(); }

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

    void answerRun(const uint32_t* payload, size_t count, Pipes& pipes) {
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
            m_top.clk = 0;
            evaluate();
            const bool taken = offering && m_top.in_ready;
            const bool given = m_top.out_valid && m_top.out_ready;
            const uint32_t kind = m_top.out_kind;
            const uint32_t data = m_top.out_data;
            m_top.clk = 1;
            evaluate();
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
        const uint32_t header[3] = {
            MAGIC, OPERATION_RUN,
            static_cast<uint32_t>(4 + m_spikes.size() + m_values.size() + m_membranes.size() + m_counters.size())};
        pipes.write(header, 3);
        pipes.write(sizes, 4);
        pipes.write(m_counters.data(), m_counters.size());
        pipes.write(m_spikes.data(), m_spikes.size());
        pipes.write(m_values.data(), m_values.size());
        pipes.write(m_membranes.data(), m_membranes.size());
    }

  private:
    void cycle() {
        m_top.clk = 0;
        evaluate();
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
    VerilatedVcdC m_waveform;
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

int main(int argc, char** argv) {
    Pipes pipes;
    Core core(argc > 1 ? argv[1] : "waveform.vcd");
    std::vector<uint32_t> payload;
    uint32_t header[3];
    while (pipes.readWords(header, 3, true)) {
        if (header[0] != MAGIC) fail(2, "the input is not a message of this protocol");
        if (header[2] > LARGEST_PAYLOAD) fail(2, "a message is larger than 1 GiB");
        payload.resize(header[2]);
        pipes.readWords(payload.data(), payload.size(), false);
        if (header[1] == OPERATION_WRITE) {
            if (payload.size() < 2) fail(2, "a WRITE message without its address");
            core.writeMemory(payload[0], payload[1], payload.data() + 2, payload.size() - 2);
            const uint32_t answer[3] = {MAGIC, OPERATION_WRITE, 0};
            pipes.write(answer, 3);
        } else if (header[1] == OPERATION_RUN) {
            core.answerRun(payload.data(), payload.size(), pipes);
        } else {
            fail(2, "a message of unknown operation");
        }
    }
    pipes.flush();
    return 0;
}
