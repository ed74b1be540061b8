/**
 * The message model: Kafka's record batch format v2 as the one format in which messages move and
 * rest.
 *
 * <p>{@link io.weir.record.RecordBatch} reads a batch's header where it lies, {@link
 * io.weir.record.Records} walks its records, {@link io.weir.record.BatchBuilder} writes one.
 * Nothing here knows a protocol: the batch is a file format (checksummed, compressible, documented
 * by Apache Kafka), not a wire type.
 */
@NullMarked
package io.weir.record;

import org.jspecify.annotations.NullMarked;
