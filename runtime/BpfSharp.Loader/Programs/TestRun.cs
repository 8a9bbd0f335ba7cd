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

    // BPF_F_TEST_XDP_LIVE_FRAMES
    private const uint LiveFrames = 1u << 1;

    public static TestRunOutcome Run(KernelProgram program, ReadOnlySpan<byte> packet, uint repeat = 1) => program.Kind.Type == ProgramType.SchedulerClassifier
        ? RunTc(program, packet, new TcRunContext(), repeat)
        : Run<byte, byte>(program, packet, repeat, null, null);

    public static TestRunOutcome RunXdp(KernelProgram program, ReadOnlySpan<byte> packet, XdpRunContext context)
    {
        XdpContextMessage message = Message(packet, context);
        return Run<XdpContextMessage, byte>(program, packet, 1, &message, null);
    }

    public static TestRunOutcome RunTc(KernelProgram program, ReadOnlySpan<byte> packet, TcRunContext context, uint repeat = 1)
    {
        var message = new SocketBufferContext
        {
            Mark = context.Mark,
            Priority = context.Priority,
            IngressInterface = context.IngressInterface,
            Interface = context.Interface,
            Timestamp = context.Timestamp,
        };
        SocketBufferContext after = default;
        bool isPlain = context == new TcRunContext();
        TestRunOutcome outcome = Run(program, packet, repeat, isPlain ? null : &message, &after);
        return outcome with { Mark = after.Mark, Priority = after.Priority };
    }

    /// <summary>Runs an XDP program over real frames, whose verdicts are carried out.</summary>
    public static void RunLive(KernelProgram program, ReadOnlySpan<byte> packet, uint frames, XdpRunContext context, uint batch)
    {
        RequirePacket(packet);
        XdpContextMessage message = Message(packet, context);
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        fixed (byte* input = packet)
        {
            int result;
            int attempt = 0;
            do
            {
                var attribute = new TestRunAttribute
                {
                    ProgramFd = hold.Fd,
                    DataIn = (ulong)input,
                    DataSizeIn = packet.Length,
                    Repeat = frames,
                    ContextIn = (ulong)&message,
                    ContextSizeIn = sizeof(XdpContextMessage),
                    Flags = LiveFrames,
                    BatchSize = batch,
                };
                result = BpfSystemCall.Invoke(BpfCommand.ProgramTestRun, ref attribute);
            }
            while (Interruption.IsWorthAnother(result, ref attempt));
            if (result < 0)
                throw Failure(program.Name, packet.Length, result);
        }
    }

    private static XdpContextMessage Message(ReadOnlySpan<byte> packet, XdpRunContext context) => new()
    {
        DataStart = context.MetadataLength,
        DataEnd = packet.Length,
        IngressInterface = context.IngressInterface,
        ReceiveQueue = context.ReceiveQueue,
    };

    private static void RequirePacket(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < SmallestPacket)
            throw new ArgumentException($"The kernel's test run wants at least an Ethernet header ({SmallestPacket} bytes); the packet has {packet.Length}.", nameof(packet));
    }

    private static TestRunOutcome Run<TIn, TOut>(KernelProgram program, ReadOnlySpan<byte> packet, uint repeat, TIn* context, TOut* after)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        RequirePacket(packet);
        byte[] output = ArrayPool<byte>.Shared.Rent(packet.Length + Growth);
        try
        {
            using FileDescriptor.Hold hold = program.Descriptor.Use();
            fixed (byte* input = packet, outputPointer = output)
            {
                TestRunAttribute attribute;
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
                        ContextIn = (ulong)context,
                        ContextSizeIn = context is null ? 0 : sizeof(TIn),
                        ContextOut = (ulong)after,
                        ContextSizeOut = after is null ? 0 : sizeof(TOut),
                    };
                    result = BpfSystemCall.Invoke(BpfCommand.ProgramTestRun, ref attribute);
                }
                while (Interruption.IsWorthAnother(result, ref attempt));
                if (result < 0)
                    throw Failure(program.Name, packet.Length, result);
                return new TestRunOutcome(attribute.ReturnValue, output.AsSpan(0, attribute.DataSizeOut).ToArray(), attribute.Duration, 0, 0);
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
            ? KernelErrors.CreateWithReason(action, error, "the kernel's test run takes packets of 14 bytes to a few thousand (it depends on kernel and program type), and interfaces, queues and metadata that are there; larger packets must go over an interface", Capabilities.NetAdmin)
            : KernelErrors.Create(action, error, Capabilities.NetAdmin);
    }
}
