namespace BpfSharp.Compiler.Diagnostics;

// BPF2000-BPF2999: programs, maps, globals, constants, helpers as declared (front end).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Declarations => new DiagnosticRule[]
    {
        new("BPF2001", "Program is not static", "The program '{0}' must be static: BPF programs have no instance", DiagnosticLevel.Error),
        new("BPF2002", "Wrong parameters of a program", "The program '{0}' must take exactly one parameter of type '{1}'", DiagnosticLevel.Error),
        new("BPF2003", "Wrong result of a program", "The program '{0}' must return '{1}'", DiagnosticLevel.Error),
        new("BPF2004", "Program class is not static partial", "The class '{0}' holds BPF programs: declare it 'static partial'", DiagnosticLevel.Error),
        new("BPF2005", "Program class in a type that is not partial", "The program class '{0}' is nested in '{1}': declare '{1}' partial, or move the class out", DiagnosticLevel.Error),
        new("BPF2006", "Program or program class is generic or file-local", "'{0}' is {1}, but a program is compiled once and named from generated code", DiagnosticLevel.Error),
        new("BPF2007", "Two programs of one name", "The class already has a program named '{0}'; rename one or set the attribute's Name", DiagnosticLevel.Error),
        new("BPF2008", "Program without a body", "The program '{0}' must have a body, and can't be extern or async", DiagnosticLevel.Error),
        new("BPF2009", "Two symbols of one name in the object", "'{0}' and '{1}' are both called '{2}' in the BPF object; rename one", DiagnosticLevel.Error),
        new("BPF2010", "Map is not a static readonly field with 'new'", "Declare the map as a field: 'static readonly ... {0} = new(...);'", DiagnosticLevel.Error),
        new("BPF2011", "Map argument is not a constant", "The arguments of the map '{0}' must be constants: the map is written into the object at build", DiagnosticLevel.Error),
        new("BPF2012", "Map without entries", "The map '{0}' needs at least one entry", DiagnosticLevel.Error),
        new("BPF2013", "Wrong size of a ring buffer", "The size of the ring buffer '{0}' must be a power of two and a multiple of the page size, 4096 bytes; it is {1}", DiagnosticLevel.Error),
        new("BPF2014", "Type can't lie in a map", "'{0}' can't lie in the map '{1}': it {2}", DiagnosticLevel.Error),
        new("BPF2015", "Padding in a map key", "The key '{0}' of the map '{1}' has padding, whose bytes would take part in the comparison: add fields that fill it, or use StructLayout with Pack", DiagnosticLevel.Error),
        new("BPF2016", "Type can't be a global variable", "The static field '{0}' of type '{1}' can't be a BPF global: it {2}. Make it a constant, or move it out of the program class.", DiagnosticLevel.Error),
        new("BPF2017", "Initial value is not a constant", "The initial value of '{0}' must be a constant: it is written into the object at build", DiagnosticLevel.Error),
        new("BPF2018", "Load-time constant without a constant default", "Declare the load-time constant with a default: 'static readonly LoadConstant<...> {0} = constant;'", DiagnosticLevel.Error),
        new("BPF2019", "Type can't be a load-time constant", "The load-time constant '{0}' of type '{1}' must be an integer, char, bool or enum", DiagnosticLevel.Error),
        new("BPF2020", "Default outside of the range", "The default of '{0}' is {1}, outside of its range {2} to {3}", DiagnosticLevel.Error),
        new("BPF2021", "Two members of one name in the generated API", "'{0}' and '{1}' are both called '{2}' on the generated object; rename one", DiagnosticLevel.Error),
        new("BPF2022", "Type is less accessible than the program class", "'{0}', used by '{1}', must be at least as accessible as '{2}', whose generated API names it", DiagnosticLevel.Error),
        new("BPF2023", "Map lacks a flag that its type needs", "The kernel makes a map like '{0}' only with MapFlags.{1}: leave the flags out, or add it", DiagnosticLevel.Error),
        new("BPF2024", "Key of a prefix map", "The key '{0}' of the prefix map '{1}' must start with a uint, the number of leading bits that count, before 1 to 256 bytes of data", DiagnosticLevel.Error),
        new("BPF2025", "Method of two program types", "The method '{0}' has attributes of two program types: contexts and verdicts differ, so write one method for each, and let them call a third", DiagnosticLevel.Error),
        new("BPF2026", "Impossible range", "The range of '{0}', {1} to {2}, is empty or reaches beyond the type, {3} to {4}", DiagnosticLevel.Error),
        new("BPF2030", "Map used outside of a program", "The map '{0}' has state only while a program runs; here, use '{2}' of a '{1}Object' or a '{1}Simulation'", DiagnosticLevel.Warning),
        new("BPF2031", "Map created outside of a declaration", "A '{0}' declares a map of a program class: make it a static readonly field of the class that has the programs", DiagnosticLevel.Warning),
        new("BPF2045", "Map class that can't be an entry of a map of maps", "The map of maps '{0}' can't have entries of type '{1}': the kernel takes there any maps but program arrays and maps of maps", DiagnosticLevel.Error),
        new("BPF2046", "Initial entry of a map that can't be one", "Entry {0} of the map '{1}' can't be '{2}' from the start: {3}", DiagnosticLevel.Error),
        new("BPF2047", "Map is newer than the target", "Maps like '{0}' exist from Linux {1} on, and this project targets {2}: raise BpfTargetKernel, or do without it", DiagnosticLevel.Error),
        new("BPF2048", "Access that the map's flags forbid", "Programs may only {1} the map '{0}', which is declared with MapFlags.{2}: do without this, or leave the flag out", DiagnosticLevel.Error),
        new("BPF2049", "Flag that the map can't have", "The kernel makes no map like '{0}' with MapFlags.{1}: leave the flag out", DiagnosticLevel.Error),
        new("BPF2052", "Device-bound program is newer than the target", "Programs that are made for one interface, such as '{0}', exist from Linux 6.3 on, and this project targets {1}: raise BpfTargetKernel, or leave DeviceBound out", DiagnosticLevel.Error),
        new("BPF2051", "Timer in a map's value", "The values of '{0}' can't have the timer of '{1}': {2}", DiagnosticLevel.Error),
        new("BPF2050", "Context field of another kind of program", "The kernel shows '{0}' only to programs made by [{1}]: read it in one of those", DiagnosticLevel.Error),
        new("BPF2069", "Plain classifier", "'{0}' only names a class here, and runs under the lock of the scheduler: attach it on egress with Attach, where it sets Priority before that lock, or set DirectAction and give the class by ClassId", DiagnosticLevel.Info),
        new("BPF2070", "Program is newer than the target", "Programs that take fragments, such as '{0}', exist from Linux {1} on, and this project targets {2}: raise BpfTargetKernel, or leave Fragments out", DiagnosticLevel.Error),
    };
}
