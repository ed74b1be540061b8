package io.weir.amqp091.codec;

/**
 * Class 30, of AMQP 0-8, kept for old clients: tickets that allow nothing that is not allowed
 * anyway.
 */
public sealed interface AccessMethod extends Method {

  /** Asks for a ticket. */
  record Request(
      String realm, boolean exclusive, boolean passive, boolean active, boolean write, boolean read)
      implements AccessMethod, Synchronous<RequestOk> {
    static Request read(ArgumentReader in) {
      return new Request(in.text(), in.bit(), in.bit(), in.bit(), in.bit(), in.bit());
    }

    @Override
    public MethodId id() {
      return MethodId.ACCESS_REQUEST;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.text(realm).bit(exclusive).bit(passive).bit(active).bit(write).bit(read);
    }
  }

  /** A ticket, which other methods carry and nobody looks at. */
  record RequestOk(int ticket) implements AccessMethod {
    static RequestOk read(ArgumentReader in) {
      return new RequestOk(in.shortInt());
    }

    @Override
    public MethodId id() {
      return MethodId.ACCESS_REQUEST_OK;
    }

    @Override
    public void writeTo(ArgumentWriter out) {
      out.shortInt(ticket);
    }
  }
}
