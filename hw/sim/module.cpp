// The verilated core as a WebAssembly module (a WASI reactor): the messages of core_driver.h in its memory. The other end
// is src/cosim/wasm-harness.ts: room for a message, the message carried out, its answer.

#include "core_driver.h"

namespace {

std::vector<uint32_t> message;
std::vector<uint32_t> answer;

Core& core() {
    static Core* const only = new Core("waveform.vcd");
    return *only;
}

}  // namespace

extern "C" {

// WASI's library has no threads to end; the module's only one never does.
__attribute__((weak)) int __cxa_thread_atexit(void (*)(void*), void*, void*) { return 0; }

// Room for a message of so many words.
__attribute__((export_name("snnc_room"))) uint32_t* snnc_room(uint32_t words) {
    message.resize(words);
    return message.data();
}

// Carries the message out; the number of words of the answer.
__attribute__((export_name("snnc_handle"))) uint32_t snnc_handle() {
    if (message.size() < 3 || message[0] != MAGIC || message[2] != message.size() - 3) fail(2, "the input is not a message of this protocol");
    answer.clear();
    core().handle(message[1], message.data() + 3, message.size() - 3, answer);
    return static_cast<uint32_t>(answer.size());
}

__attribute__((export_name("snnc_answer"))) const uint32_t* snnc_answer() { return answer.data(); }

}
