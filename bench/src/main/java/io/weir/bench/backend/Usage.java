package io.weir.bench.backend;

import java.io.Serializable;

/**
 * What it took.
 *
 * @param seconds from the first call to the last answer
 * @param cpu seconds of all threads of the process
 * @param callersCpu of them, those of the threads that call: the load, and what the log does on its
 *     callers' threads
 */
public record Usage(double seconds, double cpu, double callersCpu) implements Serializable {}
