using System;
using System.Buffers;
using System.Text;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader.Programs;

/// <summary>BPF_PROG_LOAD.</summary>
internal static unsafe class ProgramLoading
{
    // The kernel gives EAGAIN where a signal interrupts the verifier; libbpf tries five times.
    private const int Attempts = 5;
    private const int FirstLogSize = 1 << 20;

    // log_size may be at most UINT_MAX >> 2; an array of bytes ends before that.
    private const int LargestLogSize = 1 << 29;

    /// <param name="kernelNote">What to say of the kernel's age where the verifier refuses; or empty.</param>
    public static KernelProgram Load(
        BpfProgramImage program, ProgramKind kind, ReadOnlySpan<byte> instructions, string license, ProgramDebugInfo? debugInfo, string kernelNote)
    {
        int result = TryLoad(program.Name, kind, instructions, license, debugInfo, null);
        if (result == -Errno.EPERM && LockedMemory.TryRaise())
            result = TryLoad(program.Name, kind, instructions, license, debugInfo, null);
        string note = "";
        if (kind.IsOffloaded && result is -Errno.EINVAL or -Errno.EOPNOTSUPP)
            throw NoCard(program.Name, result);
        if (result < 0)
            result = Explain(program, kind, instructions, license, debugInfo, kernelNote, result, ref note);
        return new KernelProgram(new FileDescriptor(result), program.Name, kind) { Note = note };
    }

    // Whether it is the function and line records that the kernel refuses: it names them, or (before it reads them) gives a number only.
    private static bool RefusesRecords(string log, int error) => log.Length == 0
        ? error is -Errno.EINVAL or -Errno.E2BIG
        : log.Contains("func_info", StringComparison.Ordinal) || log.Contains("line_info", StringComparison.Ordinal);

    // Loads once more with a log. A program that loads this time (memory was short, say) is taken.
    private static int Explain(
        BpfProgramImage program, ProgramKind kind, ReadOnlySpan<byte> instructions, string license, ProgramDebugInfo? debugInfo, string kernelNote, int firstError,
        ref string note)
    {
        for (int size = FirstLogSize; ; size *= 8)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(size, LargestLogSize));
            try
            {
                buffer[0] = 0;
                int result = TryLoad(program.Name, kind, instructions, license, debugInfo, buffer);
                if (result >= 0)
                    return result;
                if (result == -Errno.ENOSPC && size < LargestLogSize)
                    continue;
                string log = Text(buffer);
                if (debugInfo is not null && RefusesRecords(log, result) && TryLoad(program.Name, kind, instructions, license, null, null) is >= 0 and var plain)
                {
                    note = $"The kernel does not take the function and line records of program '{program.Name}'; it is loaded without source lines.";
                    return plain;
                }
                throw log.Length > 0
                    ? new VerifierException(program.Name, VerifierLog.Read(log, program.Lines, kernelNote), log, -result)
                    : Failure(program.Name, instructions.Length / BpfInstruction.Size, firstError);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>A descriptor, or a negated error number.</summary>
    /// <param name="log">Takes the verifier's log; or null.</param>
    public static int TryLoad(
        string name, ProgramKind kind, ReadOnlySpan<byte> instructions, string license, ProgramDebugInfo? debugInfo, byte[]? log)
    {
        byte[] licenseBytes = Encoding.UTF8.GetBytes(license + "\0");
        using DescriptorScope scope = new(debugInfo?.Btf);
        using DescriptorScope extended = new(kind.Extends?.Program);
        fixed (byte* instructionPointer = instructions, licensePointer = licenseBytes, logPointer = log)
        fixed (byte* functions = debugInfo?.Records.Functions, lines = debugInfo?.Records.Lines)
        {
            var attribute = new ProgramLoadAttribute
            {
                ProgramType = kind.Type,
                ExpectedAttachType = kind.ExpectedAttachType,
                Flags = kind.Flags,
                InterfaceIndex = kind.Device,
                AttachProgramFd = extended.Fd,
                AttachBtfId = kind.Extends?.FunctionId ?? 0,
                InstructionCount = instructions.Length / BpfInstruction.Size,
                Instructions = (ulong)instructionPointer,
                License = (ulong)licensePointer,
                Name = ObjectNames.Encode(name),
            };
            if (log is not null)
            {
                attribute.LogLevel = 1;
                attribute.LogSize = (uint)log.Length;
                attribute.LogBuffer = (ulong)logPointer;
            }
            if (debugInfo is not null)
            {
                attribute.BtfFd = scope.Fd;
                attribute.FunctionInfoRecordSize = BtfProgramInfo.FunctionRecordSize;
                attribute.FunctionInfo = (ulong)functions;
                attribute.FunctionInfoCount = debugInfo.Records.Functions.Length / BtfProgramInfo.FunctionRecordSize;
                attribute.LineInfoRecordSize = BtfProgramInfo.LineRecordSize;
                attribute.LineInfo = (ulong)lines;
                attribute.LineInfoCount = debugInfo.Records.Lines.Length / BtfProgramInfo.LineRecordSize;
            }
            int result = -Errno.EAGAIN;
            for (int attempt = 0; attempt < Attempts && result == -Errno.EAGAIN; attempt++)
                result = BpfSystemCall.Invoke(BpfCommand.ProgramLoad, ref attribute);
            return result;
        }
    }

    /// <summary>A log that a zero ends.</summary>
    public static string Text(byte[] buffer)
    {
        int end = Array.IndexOf(buffer, (byte)0);
        return Encoding.UTF8.GetString(buffer, 0, end < 0 ? buffer.Length : end);
    }

    // bpf_prog_dev_bound_init: the driver has registered no offload (EINVAL), or refuses the program.
    private static BpfKernelException NoCard(string name, int error) => KernelErrors.CreateWithReason(
        $"load program '{name}' for a network card", error,
        "the interface has no card that runs programs, or it can't run this one (maps and globals lie in the kernel's memory); without Offload it runs in the driver",
        Capabilities.NetAdmin);

    private static BpfKernelException Failure(string name, int instructions, int error)
    {
        string action = $"load program '{name}' ({instructions} instructions)";
        ReadOnlySpan<int> needed = [Capabilities.Bpf, Capabilities.NetAdmin];
        return -error switch
        {
            Errno.EAGAIN => KernelErrors.CreateWithReason(action, error, "signals kept interrupting the verifier; try again", needed),
            Errno.EINVAL => KernelErrors.CreateWithReason(
                action, error, "this kernel refuses the request before verifying it: it may not know the program type, or wants the JIT on (sysctl net.core.bpf_jit_enable=1)", needed),
            _ => KernelErrors.Create(action, error, needed),
        };
    }
}
