package io.weir.core.publish;

import io.netty.buffer.ByteBuf;
import io.weir.core.access.Access;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.record.InvalidBatchException;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who may publish what. Only where it depends on keys is a batch looked into; then it is taken
 * whole or refused whole.
 */
final class PublishRights {
  /**
   * What the records of a compressed batch may take when they have to be looked at. It happens on
   * the event loop, since what is behind must not pass it, and so is kept short.
   */
  static final int MAX_INFLATED_BYTES = 8 << 20;

  private final Access access;

  PublishRights(Access access) {
    this.access = access;
  }

  /** Why a message is refused, or null if it is not. */
  @Nullable Failure refusal(Publication publication) {
    Caller caller = publication.ticket.caller();
    return switch (extent(publication.ticket)) {
      case ALL -> null;
      case SOME ->
          access.allows(caller, Operation.PUBLISH, publication.address)
              ? null
              : denied(publication.address);
      case NONE -> denied(publication.ticket);
    };
  }

  /** Why a batch is refused, or null if it is not. */
  @Nullable Failure refusal(WholeBatch whole) {
    return switch (extent(whole.ticket())) {
      case ALL -> null;
      case SOME -> refusalOfKeys(whole.ticket().caller(), whole.topic().name(), whole.batch());
      case NONE -> denied(whole.ticket());
    };
  }

  private Access.Extent extent(Ticket ticket) {
    return access.extent(ticket.caller(), Operation.PUBLISH, Resource.topic(ticket.topicName()));
  }

  private @Nullable Failure refusalOfKeys(Caller caller, TopicName topic, ByteBuf bytes) {
    try {
      try (Records records = RecordBatch.only(bytes).records(MAX_INFLATED_BYTES)) {
        for (LogRecord each : records) {
          Failure refusal = refusalOfKey(caller, topic, each.key());
          if (refusal != null) {
            return refusal;
          }
        }
      }
      return null;
    } catch (InvalidBatchException e) {
      return invalid(topic, e);
    }
  }

  private @Nullable Failure refusalOfKey(Caller caller, TopicName topic, @Nullable ByteBuf key) {
    Address address;
    try {
      address = new Address(topic, key == null ? null : text(key.nioBuffer()));
    } catch (CharacterCodingException e) {
      return new Failure.Denied(
          "you may publish to some keys of " + topic.called() + ", and one is not UTF-8");
    }
    return access.allows(caller, Operation.PUBLISH, address) ? null : denied(address);
  }

  private static String text(ByteBuffer key) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(key).toString();
  }

  private static Failure invalid(TopicName topic, InvalidBatchException e) {
    String reason = String.valueOf(e.getMessage());
    return switch (e.fault()) {
      case TRUNCATED, CHECKSUM -> new Failure.CorruptBatch(reason);
      case TOO_LARGE ->
          new Failure.TooLarge(
              "you may publish to some keys of "
                  + topic.called()
                  + ", so batches are looked into, and take at most "
                  + MAX_INFLATED_BYTES
                  + " bytes decompressed");
      case MAGIC, ARITHMETIC, RECORDS -> new Failure.InvalidBatch(reason);
    };
  }

  private static Failure denied(Ticket ticket) {
    return new Failure.Denied("you may not publish to topic '" + ticket.topicName() + "'");
  }

  private static Failure denied(Address address) {
    return new Failure.Denied("you may not publish to '" + address + "'");
  }
}
