using System;
using System.Buffers;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Programs;

/// <summary>BPF_PROG_TEST_RUN: one run over a packet, or many for timing.</summary>
internal static unsafe class TestRun
{
    // What an XDP program can grow a packet by is bounded by a page.
    private const int Growth = 4096;

    // Below this the kernel refuses (net/bpf/test_run.c: an Ethernet header at least).
    private const int SmallestPacket = 14;

    public static TestRunOutcome Run(KernelProgram program, ReadOnlySpan<byte> packet, uint repeat = 1)
    {
        if (packet.Length < SmallestPacket)
            throw new ArgumentException($"The kernel's test run wants at least an Ethernet header ({SmallestPacket} bytes); the packet has {packet.Length}.", nameof(packet));
        byte[] output = ArrayPool<byte>.Shared.Rent(packet.Length + Growth);
        try
        {
            using FileDescriptor.Hold hold = program.Descriptor.Use();
            fixed (byte* input = packet, outputPointer = output)
            {
                TestRunAttribute attribute;
                SocketBufferContext context = default;
                bool isTc = program.Kind.Type == ProgramType.SchedulerClassifier;
                int result;
                int attempt = 0;
                do
                {
                    attribute = new TestRunAttribute
                    {
                        ProgramFd = hold.Fd,
                        DataIn = (ulong)input,
                        DataSizeIn = packet.Length,
                        DataOut = (ulong)outputPointer,
                        DataSizeOut = output.Length,
                        Repeat = repeat,
                        ContextOut = isTc ? (ulong)&context : 0,
                        ContextSizeOut = isTc ? sizeof(SocketBufferContext) : 0,
                    };
                    result = BpfSystemCall.Invoke(BpfCommand.ProgramTestRun, ref attribute);
                }
                while (Interruption.IsWorthAnother(result, ref attempt));
                if (result < 0)
                    throw Failure(program.Name, packet.Length, result);
                return new TestRunOutcome(
                    attribute.ReturnValue,
                    output.AsSpan(0, attribute.DataSizeOut).ToArray(),
                    attribute.Duration,
                    context.Mark,
                    context.Priority);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    private static BpfKernelException Failure(string program, int length, int error)
    {
        string action = $"test-run program '{program}' on a packet of {length} bytes";
        return -error == Errno.EINVAL
            ? KernelErrors.CreateWithReason(action, error, "the kernel's test run takes packets of 14 bytes to a few thousand (it depends on kernel and program type); larger ones must go over an interface", Capabilities.NetAdmin)
            : KernelErrors.Create(action, error, Capabilities.NetAdmin);
    }
}
