package io.weir.amqp091.codec;

/**
 * Class 85, which RabbitMQ adds: publications are answered with {@link BasicMethod.Ack} or {@link
 * BasicMethod.Nack}.
 */
public sealed interface ConfirmMethod extends Method {

  /** Asks for confirms on the channel. */
  record Select(boolean noWait) implements ConfirmMethod, Synchronous<SelectOk> {
    static Select read(ArgumentReader in) {
      return new Select(in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.CONFIRM_SELECT;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.bit(noWait);
    }
  }

  /** They will come. */
  record SelectOk() implements ConfirmMethod {
    @Override
    public MethodId id() {
      return MethodId.CONFIRM_SELECT_OK;
    }
  }
}
