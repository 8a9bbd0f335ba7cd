using System;
using System.Collections.Generic;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A dispatcher with the programs that it calls.</summary>
internal sealed class Dispatcher : IDisposable
{
    private readonly List<IDisposable> _own;

    private Dispatcher(KernelProgram program, uint id, IReadOnlyList<DispatcherProgram> programs, List<IDisposable> own)
    {
        Program = program;
        Id = id;
        Programs = programs;
        _own = own;
    }

    public KernelProgram Program { get; }

    public uint Id { get; }

    /// <summary>In the order in which they run.</summary>
    public IReadOnlyList<DispatcherProgram> Programs { get; }

    /// <summary>The dispatcher of an interface; null where it has none (another program, or none at all).</summary>
    /// <remarks>To be called under the lock: its files would go with it.</remarks>
    public static Dispatcher? Read(NetworkInterface device)
    {
        // A program on the card does not keep a dispatcher from running in the driver.
        uint id = device.Xdp.NativeProgram != 0 ? device.Xdp.NativeProgram : device.Xdp.GenericProgram;
        if (id == 0)
            return null;
        var own = new List<IDisposable>();
        try
        {
            FileDescriptor descriptor = KernelObjects.OpenProgram(id);
            own.Add(descriptor);
            if (ReadConfiguration(descriptor) is not { } slots)
            {
                Disposal.All(own);
                return null;
            }
            var programs = new List<DispatcherProgram>();
            for (int i = 0; i < slots.Count; i++)
            {
                FileDescriptor program = DispatcherPins.OpenProgram(device.Index, id, i);
                own.Add(program);
                programs.Add(DispatcherProgram.Open(slots[i], program));
            }
            return new Dispatcher(new KernelProgram(descriptor, DispatcherCode.Name, default), id, programs, own);
        }
        catch
        {
            Disposal.All(own);
            throw;
        }
    }

    /// <summary>A new dispatcher with the programs of an older one, and perhaps a new program among them. Nothing runs yet.</summary>
    /// <param name="kept">Stay the caller's.</param>
    /// <param name="added">Null: none.</param>
    /// <param name="place">Where among the kept ones the new one comes.</param>
    public static Dispatcher Make(int interfaceIndex, IReadOnlyList<DispatcherProgram> kept, ProgramMaking? added, DispatcherSlot addedSlot, int place)
    {
        var slots = new List<DispatcherSlot>();
        foreach (DispatcherProgram program in kept)
            slots.Add(program.Slot);
        if (added is not null)
            slots.Insert(place, addedSlot);
        var own = new List<IDisposable>();
        uint pinned = 0;
        try
        {
            LoadedParts parts = ObjectLoading.Load(DispatcherCode.Write(slots, out int firstFunction), new MapOverrides(), new Dictionary<string, BoundDevice>());
            own.Add(parts);
            KernelProgram dispatcher = parts.Programs[DispatcherCode.Name];
            uint id = dispatcher.ReadInfo().Id;
            var programs = new List<DispatcherProgram>(kept);
            if (added is not null)
            {
                KernelProgram loaded = added.LoadExtension(new ExtensionTarget(dispatcher.Descriptor, firstFunction + place));
                own.Add(loaded);
                programs.Insert(place, DispatcherProgram.Open(addedSlot, loaded.Descriptor));
            }
            for (int i = 0; i < programs.Count; i++)
            {
                FileDescriptor link = Connect(programs[i], new ExtensionTarget(dispatcher.Descriptor, firstFunction + i));
                own.Add(link);
                pinned = id;
                DispatcherPins.Pin(interfaceIndex, id, i, link, programs[i]);
            }
            return new Dispatcher(dispatcher, id, programs, own);
        }
        catch
        {
            if (pinned != 0)
                own.Add(new Unpinning(interfaceIndex, pinned));
            Disposal.All(own);
            throw;
        }
    }

    public void Dispose() => Disposal.All(_own);

    // BPF_LINK_CREATE with a target: a program that stands in for a function elsewhere may do so here too (Linux 5.10).
    private static FileDescriptor Connect(DispatcherProgram program, ExtensionTarget target)
    {
        using FileDescriptor.Hold hold = program.Program.Use();
        using FileDescriptor.Hold dispatcher = target.Program.Use();
        var attribute = new LinkCreateAttribute { ProgramFd = hold.Fd, TargetProgramFd = dispatcher.Fd, TargetFunctionId = target.FunctionId };
        int result = BpfSystemCall.Invoke(BpfCommand.LinkCreate, ref attribute);
        return result >= 0 ? new FileDescriptor(result) : throw KernelErrors.Create($"let a dispatcher call program '{program.Name}'", result, Capabilities.Bpf, Capabilities.Perfmon);
    }

    private static unsafe IReadOnlyList<DispatcherSlot>? ReadConfiguration(FileDescriptor dispatcher)
    {
        uint mapId = 0;
        var info = new ProgramInfo { MapIdCount = 1, MapIds = (ulong)&mapId };
        RequireInfo(KernelObjects.TryFillInfo(dispatcher, ref info));
        if (ObjectNames.Decode(info.Name) != DispatcherCode.Name || info.MapIdCount != 1)
            return null;
        using KernelMap map = MapCreation.Open(mapId, DataSections.Shape(new() { Name = DispatcherCode.Configuration, Content = new byte[DispatcherConfiguration.Size] }, 0));
        RequireInfo(KernelObjects.TryGetInfo(map.Descriptor, out MapInfo shape));
        if (shape.ValueSize != DispatcherConfiguration.Size || shape.KeySize != sizeof(int))
            return null;
        byte[] bytes = new byte[DispatcherConfiguration.Size];
        int entry = 0;
        fixed (byte* value = bytes)
        {
            int result = map.Lookup(&entry, value);
            if (result < 0)
                throw map.Failure("read", result);
        }
        return DispatcherConfiguration.Decode(bytes);
    }

    // What can't be read is not taken for another program: a chain would be left as it is, and nobody told.
    private static void RequireInfo(int result)
    {
        if (result < 0)
            throw KernelErrors.Create("read information on the XDP program of an interface", result, Capabilities.Bpf);
    }

    private sealed class Unpinning(int interfaceIndex, uint dispatcher) : IDisposable
    {
        public void Dispose() => DispatcherPins.Remove(interfaceIndex, dispatcher);
    }
}
