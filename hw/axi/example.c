/*
 * A driver of the core behind AXI4-Lite, without DMA: load an image, run a sample, read its class and counters. C99.
 *
 * The platform gives two functions; on bare metal they are a load and a store:
 *   uint32_t snn_read(uint32_t offset)              { return *(volatile uint32_t *)(BASE + offset); }
 *   void snn_write(uint32_t offset, uint32_t value) { *(volatile uint32_t *)(BASE + offset) = value; }
 * Nothing here blocks the bus: results go to registers (CONTROL.RESULTS = REGISTERS), and a command is written only when
 * STATUS says that it is taken at once. test/rtl/core/axi.test.ts runs this file against the Verilog.
 */
#include "snn_registers.h"
#include <stddef.h>
#include <stdint.h>

uint32_t snn_read(uint32_t offset);
void snn_write(uint32_t offset, uint32_t value);

/* One memory of the image: images/<name>.hex, 32-bit words, the lowest word of a row first. */
struct snn_memory {
    uint32_t index; /* SNN_CFG_MEMORY_AXON .. */
    const uint32_t *words;
    size_t count;
};

/* An input event: a line in a timestep; sorted by timestep. */
struct snn_event {
    uint32_t timestep;
    uint32_t line;
};

struct snn_answer {
    uint32_t has_class; /* FEATURES.READOUT */
    uint32_t class_number;
    uint32_t spikes;    /* with FEATURES.TRACE */
    int32_t *values;    /* room for value_room membranes of the readout, value_count of which came */
    size_t value_room;
    size_t value_count;
    uint32_t cycles;
    uint32_t synaptic_operations;
};

static uint32_t snn_field(uint32_t word, uint32_t mask, uint32_t shift) { return (word & mask) >> shift; }

/* Is it there, and of a version that this driver knows? */
int snn_probe(void) {
    const uint32_t version = snn_read(SNN_VERSION);
    return snn_read(SNN_ID) == SNN_ID_IS && snn_field(version, SNN_VERSION_MAJOR_MASK, SNN_VERSION_MAJOR_SHIFT) == 1u;
}

/* Holds the core in reset for a moment, and waits until it may be loaded. What was loaded stays. */
void snn_reset(void) {
    const uint32_t results = (uint32_t)SNN_CONTROL_RESULTS_REGISTERS << SNN_CONTROL_RESULTS_SHIFT;
    snn_write(SNN_CONTROL, results | SNN_CONTROL_SOFT_RESET_MASK);
    snn_write(SNN_CONTROL, results);
    while ((snn_read(SNN_STATUS) & SNN_STATUS_IDLE_MASK) == 0) {
    }
}

/* Loads memories, between samples only. CFG_ADDRESS goes on by itself. */
void snn_load(const struct snn_memory *memories, size_t count) {
    for (size_t i = 0; i < count; i++) {
        snn_write(SNN_CFG_MEMORY, memories[i].index);
        snn_write(SNN_CFG_ADDRESS, 0);
        for (size_t word = 0; word < memories[i].count; word++) snn_write(SNN_CFG_DATA, memories[i].words[word]);
    }
}

/* Takes the result that waits, if there is one; 1 if it was DONE. */
static int snn_take(struct snn_answer *answer) {
    const uint32_t waiting = snn_read(SNN_RESULT_KIND);
    if ((waiting & SNN_RESULT_KIND_VALID_MASK) == 0) return 0;
    const uint32_t data = snn_read(SNN_RESULT_DATA);
    switch (snn_field(waiting, SNN_RESULT_KIND_KIND_MASK, SNN_RESULT_KIND_KIND_SHIFT)) {
    case SNN_RESULT_KIND_KIND_SPIKE: answer->spikes++; return 0;
    case SNN_RESULT_KIND_KIND_VALUE:
        if (answer->value_count < answer->value_room) answer->values[answer->value_count] = (int32_t)data;
        answer->value_count++;
        return 0;
    case SNN_RESULT_KIND_KIND_DONE: return 1;
    default: return 0;
    }
}

/* Gives a command as soon as it is taken at once, and takes results meanwhile, for which the core may be waiting. */
static void snn_command(uint32_t kind, uint32_t axon, struct snn_answer *answer) {
    while ((snn_read(SNN_STATUS) & SNN_STATUS_COMMAND_READY_MASK) == 0) snn_take(answer);
    snn_write(SNN_COMMAND, kind << SNN_COMMAND_KIND_SHIFT | axon << SNN_COMMAND_AXON_SHIFT);
}

/* Runs one sample of `timesteps` timesteps, and reads what came of it. */
void snn_run(const struct snn_event *events, size_t count, uint32_t timesteps, struct snn_answer *answer) {
    const uint32_t first_line = snn_read(SNN_FIRST_LINE);
    size_t next = 0;
    answer->spikes = 0;
    answer->value_count = 0;
    snn_command(SNN_COMMAND_KIND_RESET, 0, answer);
    for (uint32_t timestep = 0; timestep < timesteps; timestep++) {
        for (; next < count && events[next].timestep == timestep; next++) {
            snn_command(SNN_COMMAND_KIND_EVENT, first_line + events[next].line, answer);
        }
        snn_command(timestep + 1 == timesteps ? SNN_COMMAND_KIND_READ : SNN_COMMAND_KIND_STEP, 0, answer);
    }
    while (!snn_take(answer)) {
    }
    const uint32_t decision = snn_read(SNN_DECISION);
    answer->has_class = snn_field(decision, SNN_DECISION_VALID_MASK, SNN_DECISION_VALID_SHIFT);
    answer->class_number = snn_field(decision, SNN_DECISION_CLASS_MASK, SNN_DECISION_CLASS_SHIFT);
    answer->cycles = snn_read(SNN_COUNTER_CYCLES);
    answer->synaptic_operations = snn_read(SNN_COUNTER_SYNAPTIC_OPERATIONS);
}
