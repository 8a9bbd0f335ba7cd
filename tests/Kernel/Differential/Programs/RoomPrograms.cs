namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Room of any length in a ring buffer, of which the model of the verifier knows nothing.</summary>
public static partial class RoomPrograms
{
    private static readonly RingBufferMap<long> Ring = new(byteSize: 1 << 16);
    private static long s_limit = 91;
    private static ulong s_sum;

    // A local that was room in the ring before is written when there is room again.
    [TcProgram]
    public static TcAction Room_in_a_loop(TcContext ctx)
    {
        for (int i = 0; i < 3; i++)
        {
            using (RingBufferBytes<long> made = Ring.Reserve(i + s_limit, 0, out RingBufferRoom room))
            {
                if (!made.IsAbsent)
                {
                    s_sum += made.TryWrite(0, ctx.Packet.Header<ushort>(20 + i)) ? 1ul : 2;
                    made.Submit();
                }
            }
        }

        return TcAction.Ok;
    }
}
