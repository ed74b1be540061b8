package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.ProtocolFault;
import io.weir.amqp091.codec.Table;
import io.weir.core.queue.HeaderTypes;
import io.weir.core.route.Value;
import java.util.Map;

/** The headers of a message as its publisher gave them, out of what is kept of its properties. */
public final class KeptHeaders implements HeaderTypes {

  @Override
  public String header() {
    return PropertyHeaders.RESERVED;
  }

  @Override
  public Map<String, Value> values(byte[] bytes) {
    try {
      Table headers = BasicProperties.ofBytes(bytes).headers();
      return headers == null ? Map.of() : Values.toModel(headers);
    } catch (ProtocolFault e) {
      return Map.of(); // Somebody else's bytes under that name.
    }
  }
}
