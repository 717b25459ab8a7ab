// A board (hw/boards/board_core.v) whose serial line ends in this process: the bytes of standard input go onto the line, those
// that the board sends come out of standard output; with --pty the line is a pseudo-terminal, whose path is printed.
//
//   board CLOCK_HZ BAUD [--pty]
//
// Bits last CLOCK_HZ / BAUD cycles, as on the board; time passes as fast as it can be simulated, and not at all while
// nothing is under way. SIGUSR1 presses the reset button. Ends with the end of its input (exit code 0), with exit code 2
// and a line on standard error for arguments that are none, with 5 for a failed assertion of the core.

#include "prelude.h"

#include "Vboard_core.h"
#ifdef SNNC_PREVIOUS_CLOCK
#include "Vboard_core___024root.h"
#endif

#include <csignal>
#include <deque>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

namespace {

[[noreturn]] void fail(int code, const char* message) {
    std::fprintf(stderr, "board: %s\n", message);
    std::exit(code);
}

volatile std::sig_atomic_t resetWasPressed = 0;
void pressReset(int) { resetWasPressed = 1; }

// Cycles between two looks at the other end of the line while the board works: bytes come in pieces anyway.
constexpr unsigned POLL_CYCLES = 512;
// Cycles without anything under way after which the clock may stand still: more than a byte takes to become a frame.
constexpr unsigned QUIET_CYCLES = 256;
constexpr unsigned RESET_CYCLES = 32;
// Before the line is used: longer than the board's power-on reset.
constexpr unsigned POWER_ON_CYCLES = 64;
constexpr size_t LARGEST_BACKLOG = 1u << 16;

// The two ends of the line: what waits for it, what came off it.
class Ends {
  public:
    Ends(int in, int out) : m_in(in), m_out(out) {}

    // Takes what is there; waits for it if told to.
    void receive(bool waits) {
        if (m_hasEnded || m_toBoard.size() > LARGEST_BACKLOG) return;
        pollfd input = {m_in, POLLIN, 0};
        const int ready = ::poll(&input, 1, waits ? -1 : 0);
        if (ready <= 0) return;
        uint8_t bytes[4096];
        const ssize_t got = ::read(m_in, bytes, sizeof bytes);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
        m_hasEnded = got <= 0;
        if (m_hasEnded) return;
        m_toBoard.insert(m_toBoard.end(), bytes, bytes + got);
    }

    bool hasEnded() const { return m_hasEnded; }

    bool hasByte() const { return !m_toBoard.empty(); }
    uint8_t takeByte() {
        const uint8_t byte = m_toBoard.front();
        m_toBoard.pop_front();
        return byte;
    }

    void give(uint8_t byte) { m_fromBoard.push_back(byte); }
    // What the other end does not take is dropped once it is too much: so a serial port does without anybody who reads it.
    void flush() {
        size_t done = 0;
        while (done < m_fromBoard.size()) {
            const ssize_t written = ::write(m_out, m_fromBoard.data() + done, m_fromBoard.size() - done);
            if (written < 0 && errno == EINTR) continue;
            if (written < 0 && errno == EAGAIN) break;
            if (written <= 0) std::exit(0);
            done += static_cast<size_t>(written);
        }
        m_fromBoard.erase(m_fromBoard.begin(), m_fromBoard.begin() + static_cast<ptrdiff_t>(done));
        if (m_fromBoard.size() > LARGEST_BACKLOG) m_fromBoard.clear();
    }

  private:
    int m_in;
    int m_out;
    bool m_hasEnded = false;
    std::deque<uint8_t> m_toBoard;
    std::vector<uint8_t> m_fromBoard;
};

// The other end's clock: one bit lasts clock / baud cycles on the average.
class BitClock {
  public:
    BitClock(uint64_t clock, uint64_t baud) : m_clock(clock), m_baud(baud) {}
    void start(bool atHalf) { m_phase = atHalf ? m_clock / 2 : 0; }
    bool ticks() {
        m_phase += m_baud;
        if (m_phase < m_clock) return false;
        m_phase -= m_clock;
        return true;
    }

  private:
    uint64_t m_clock;
    uint64_t m_baud;
    uint64_t m_phase = 0;
};

class Board {
  public:
    Board(Ends& ends, uint64_t clock, uint64_t baud) : m_ends(ends), m_out(clock, baud), m_in(clock, baud) {
        m_top.clk = 0;
        m_top.rst_request = 0;
        m_top.rx = 1;
        m_top.flash_out = 1;
        m_top.eval();
    }
    ~Board() { m_top.final(); }

    void run() {
        for (unsigned i = 0; i < POWER_ON_CYCLES; i++) cycle();
        unsigned untilPoll = 0;
        unsigned quiet = 0;
        unsigned resetLeft = 0;
        for (;;) {
            if (untilPoll == 0) {
                untilPoll = POLL_CYCLES;
                m_ends.flush();
                m_ends.receive(false);
            }
            untilPoll--;
            if (resetWasPressed) {
                resetWasPressed = 0;
                resetLeft = RESET_CYCLES;
            }
            m_top.rst_request = resetLeft > 0;
            if (resetLeft > 0) resetLeft--;
            cycle();
            const bool isBusy = m_top.is_busy || m_bitsOut > 0 || m_isReceiving || resetLeft > 0 || m_ends.hasByte();
            quiet = isBusy ? 0 : quiet + 1;
            if (quiet > QUIET_CYCLES) {
                m_ends.flush();
                if (m_ends.hasEnded()) return;
                m_ends.receive(true);
                quiet = 0;
            }
        }
    }

  private:
    void cycle() {
        driveLine();
#ifdef SNNC_PREVIOUS_CLOCK
        m_top.rootp->SNNC_PREVIOUS_CLOCK = 0;
#else
        m_top.clk = 0;
        m_top.eval();
#endif
        m_top.clk = 1;
        m_top.eval();
        watchLine();
    }

    void driveLine() {
        if (m_bitsOut == 0) {
            if (!m_ends.hasByte()) return;
            // Start bit, data, stop bit: lowest first.
            m_frameOut = 0x200u | (static_cast<unsigned>(m_ends.takeByte()) << 1);
            m_bitsOut = 10;
            m_out.start(false);
            m_top.rx = 0;
            return;
        }
        if (!m_out.ticks()) return;
        m_frameOut >>= 1;
        m_bitsOut--;
        m_top.rx = m_bitsOut == 0 ? 1 : m_frameOut & 1;
    }

    void watchLine() {
        if (!m_isReceiving) {
            if (m_top.tx) return;
            m_isReceiving = true;
            m_bitsIn = 0;
            m_in.start(true);
            return;
        }
        if (!m_in.ticks()) return;
        m_byteIn = (m_byteIn >> 1) | (m_top.tx ? 0x200u : 0u);
        m_bitsIn++;
        if (m_bitsIn < 10) return;
        m_isReceiving = false;
        if ((m_byteIn & 1) == 0 && (m_byteIn & 0x200u) != 0) m_ends.give(static_cast<uint8_t>(m_byteIn >> 1));
        m_byteIn = 0;
    }

    Ends& m_ends;
    VerilatedContext m_context;
    Vboard_core m_top{&m_context, "board_core"};
    BitClock m_out;
    BitClock m_in;
    unsigned m_frameOut = 0;
    unsigned m_bitsOut = 0;
    bool m_isReceiving = false;
    unsigned m_byteIn = 0;
    unsigned m_bitsIn = 0;
};

// A pseudo-terminal in raw mode; its own end stays open, so that a client may come and go.
int openTerminal() {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) fail(2, "there is no pseudo-terminal");
    const char* path = ::ptsname(master);
    const int slave = path == nullptr ? -1 : ::open(path, O_RDWR | O_NOCTTY);
    if (slave < 0) fail(2, "the pseudo-terminal cannot be opened");
    termios settings;
    ::tcgetattr(slave, &settings);
    ::cfmakeraw(&settings);
    ::tcsetattr(slave, TCSANOW, &settings);
    ::fcntl(master, F_SETFL, O_NONBLOCK);
    std::printf("%s\n", path);
    std::fflush(stdout);
    return master;
}

}  // namespace

void vl_fatal(const char* file, int line, const char* scope, const char* message) {
    std::fprintf(stderr, "board: assertion of the core failed at %s:%d in %s: %s\n", file, line, scope, message);
    std::exit(5);
}

void vl_stop(const char* file, int line, const char* scope) { vl_fatal(file, line, scope, "$stop"); }

int main(int argc, char** argv) {
    const uint64_t clock = argc > 2 ? std::strtoull(argv[1], nullptr, 10) : 0;
    const uint64_t baud = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
    if (baud == 0 || clock < 4 * baud) fail(2, "usage: board CLOCK_HZ BAUD [--pty], with at least 4 cycles a bit");
    const bool isTerminal = argc > 3 && std::strcmp(argv[3], "--pty") == 0;
    std::signal(SIGUSR1, pressReset);
    std::signal(SIGPIPE, SIG_IGN);
    const int terminal = isTerminal ? openTerminal() : -1;
    Ends ends(isTerminal ? terminal : STDIN_FILENO, isTerminal ? terminal : STDOUT_FILENO);
    Board board(ends, clock, baud);
    board.run();
    ends.flush();
    return 0;
}
