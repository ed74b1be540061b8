package io.weir.amqp091.codec;

/**
 * What comes between a method and the body that follows it (4.2.6.1). Its class is always that of
 * {@code basic} and its weight 0; others are refused.
 *
 * @param bodySize in bytes, of 64 bits without sign
 */
public record ContentHeader(long bodySize, BasicProperties properties) {
  private static final int CLASS_ID = MethodId.BASIC_PUBLISH.classId();

  static ContentHeader read(ArgumentReader in) {
    int classId = in.shortInt();
    int weight = in.shortInt();
    if (classId != CLASS_ID || weight != 0) {
      throw ProtocolFault.unexpectedFrame(
          MethodId.BASIC_PUBLISH, // which alone clients send contents with
          "a content header for class %d with weight %d, where only class %d has contents, with 0"
              .formatted(classId, weight, CLASS_ID));
    }
    return new ContentHeader(in.longLong(), BasicProperties.read(in));
  }

  static void write(ArgumentWriter out, long bodySize, BasicProperties properties) {
    out.shortInt(CLASS_ID).shortInt(0).longLong(bodySize);
    properties.writeTo(out);
  }
}
