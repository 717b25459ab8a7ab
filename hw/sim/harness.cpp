// The verilated core as a process: the messages of core_driver.h on standard input and output, so that one process runs
// thousands of samples. The other end is src/cosim/process-harness.ts. The first argument names the waveform's file.

#include "core_driver.h"

#include <poll.h>
#include <unistd.h>

namespace {

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

    // Answers are appended here.
    std::vector<uint32_t>& output() { return m_output; }

    void flushIfLarge() {
        if (m_output.size() > (1u << 18)) flush();
    }

    void flush() {
        const char* bytes = reinterpret_cast<const char*>(m_output.data());
        const size_t size = m_output.size() * 4;
        size_t done = 0;
        while (done < size) {
            const ssize_t written = ::write(STDOUT_FILENO, bytes + done, size - done);
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
    std::vector<uint32_t> m_output;
};

}  // namespace

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
        core.handle(header[1], payload.data(), payload.size(), pipes.output());
        pipes.flushIfLarge();
    }
    pipes.flush();
    return 0;
}
